using System.Text;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>A private person's fields are unreadable wherever bytes lie: databases, write-ahead log, queues, logs.</summary>
public sealed class PrivacyTests(Platform platform)
{
    [Fact]
    public async Task No_file_of_the_platform_holds_a_private_name()
    {
        var secret = $"Qorvath{Guid.NewGuid():N}";
        var open = $"reason-{Guid.NewGuid():N}";
        using var http = platform.Client(Role.Editor);
        var body = $$$"""{"class":"PERSON_CLASS_PRIVATE","classReason":"{{{open}}}","private":{"names":[{"text":"{{{secret}}}"}],"emails":["{{{secret}}}@example.org"]}}""";
        var id = $"private-{Guid.NewGuid():N}";
        using var created = await http.PostAsync($"/v1/people?personId={id}", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Contains(secret, await created.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Each log is followed in order: once a later record is found in Reporting, the person went through log, queue and projection.
        var marker = $"marker{Guid.NewGuid():N}";
        var later = $$$"""{"kind":"ORGANIZATION_KIND_GOVERNMENT","names":[{"text":"{{{marker}}}"}]}""";
        (await http.PostAsync($"/v1/organizations?organizationId={marker}", new StringContent(later, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await Eventually.PassesAsync("the record after the person to reach Reporting", async () =>
            Assert.Contains(marker, await http.GetStringAsync($"/v1/reports/search?query={marker}", TestContext.Current.CancellationToken), StringComparison.Ordinal));

        Assert.NotEmpty(platform.FilesWith(open));
        Assert.Empty(platform.FilesWith(secret));
    }

    [Fact]
    public async Task A_viewer_does_not_see_private_fields()
    {
        using var editor = platform.Client(Role.Editor);
        using var viewer = platform.Client(Role.Viewer);
        var id = $"private-{Guid.NewGuid():N}";
        var body = """{"class":"PERSON_CLASS_PRIVATE","classReason":"trainee","private":{"names":[{"text":"Hidden Name"}]}}""";
        (await editor.PostAsync($"/v1/people?personId={id}", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        Assert.Contains("Hidden Name", await editor.GetStringAsync($"/v1/people/{id}", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var seen = await viewer.GetStringAsync($"/v1/people/{id}", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Hidden Name", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("sealed", seen, StringComparison.Ordinal);
    }
}

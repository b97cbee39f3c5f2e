using System.Net;
using System.Text;
using EGovPlatform.Common.V1;

namespace EGovPlatform.SystemTests;

/// <summary>Bad input through the gateway: a typed error that names field and rule, and nothing stored.</summary>
public sealed class BadInputTests(Platform platform)
{
    private const string Program = """{"names":[{"text":"Test program","languageCode":"en","kind":"NAME_KIND_OFFICIAL"}]}""";

    [Theory]
    [InlineData("unknown field", """{"names":[{"text":"X"}],"colour":"red"}""", "colour")]
    [InlineData("malformed JSON", """{"names":[""", "not valid JSON")]
    [InlineData("rule of a field", """{"names":[]}""", "REQUIRED")]
    [InlineData("bad date", """{"names":[{"text":"X"}],"period":{"edtf":"2018-13"}}""", "period")]
    [InlineData("missing reference", """{"names":[{"text":"X"}],"parentProgram":"programs/none-such"}""", "REFERENCE_NOT_FOUND")]
    [InlineData("unknown path of a source", """{"names":[{"text":"X"}],"record":{"sources":[{"fieldPath":"nothing"}]}}""", "FIELD_PATH")]
    public async Task Refused_with_its_rule_and_nothing_stored(string what, string body, string expected)
    {
        using var http = platform.Client(Role.Editor);
        var id = $"bad-{Guid.NewGuid():N}";
        using var response = await http.PostAsync($"/v1/programs?programId={id}", Json(body), TestContext.Current.CancellationToken);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{what}: {(int)response.StatusCode} {text}");
        Assert.Contains(expected, text, StringComparison.Ordinal);
        using var after = await http.GetAsync($"/v1/programs/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
    }

    [Fact]
    public async Task Wrong_etag_is_refused()
    {
        using var http = platform.Client(Role.Editor);
        var id = $"etag-{Guid.NewGuid():N}";
        (await http.PostAsync($"/v1/programs?programId={id}", Json(Program), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        using var response = await http.PatchAsync($"/v1/programs/{id}", Json("""{"etag":"\"7\"","aims":["new"]}"""), TestContext.Current.CancellationToken);

        Assert.Contains("ETAG_MISMATCH", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var stored = await http.GetStringAsync($"/v1/programs/{id}", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("new", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Illegal_move_names_the_allowed_ones()
    {
        using var http = platform.Client(Role.Editor, Role.Approver);
        var id = $"move-{Guid.NewGuid():N}";
        (await http.PostAsync($"/v1/projects?projectId={id}", Json("""{"names":[{"text":"Test"}],"kind":"PROJECT_KIND_SYSTEM"}"""), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        using var response = await http.PostAsync($"/v1/projects/{id}:close", Json("{}"), TestContext.Current.CancellationToken);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("ILLEGAL_TRANSITION", text, StringComparison.Ordinal);
        Assert.Contains("PROJECT_STATE_IMPLEMENTATION", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/programs?filter=colour%3Dred", "INVALID_FILTER")]
    [InlineData("/v1/programs?pageToken=abcd", "INVALID_PAGE_TOKEN")]
    public async Task Bad_query_is_refused(string path, string reason)
    {
        using var http = platform.Client(Role.Viewer);
        using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_and_the_wrong_role_are_refused()
    {
        using var nobody = platform.Client();
        using var viewer = platform.Client(Role.Viewer);

        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/v1/countries/PE", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/v1/programs?programId=x", Json(Program), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/v1/countries/PE", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Import_with_one_bad_record_takes_the_others_and_says_which()
    {
        var id = Guid.NewGuid().ToString("N");
        var file = Path.Combine(platform.Data, $"{id}.json");
        await File.WriteAllTextAsync(file, $$$"""
            {"records":[
              {"name":"programs/a-{{{id}}}","body":{{{Program}}}},
              {"name":"programs/b-{{{id}}}","body":{"names":[]}},
              {"name":"programs/c-{{{id}}}","body":{{{Program}}}}
            ]}
            """, TestContext.Current.CancellationToken);

        var (code, output) = await platform.EgovAsync("import", file);

        Assert.Equal(1, code);
        Assert.Contains("3 records: 2 added, 0 updated, 0 unchanged, 1 errors", output, StringComparison.Ordinal);
        Assert.Matches($"ERROR +{id}.json #2 programs/b-{id}: .*names", output);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}

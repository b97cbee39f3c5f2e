using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>The sandbox through the gateway: reset as often as one likes, by whom it is for, and beside it nothing changes.</summary>
public sealed class SandboxTests(Platform platform)
{
    private const string Program = """{"names":[{"text":"Beside the seed","languageCode":"en"}]}""";

    [Fact]
    public async Task A_reset_leaves_the_seed_in_the_sandbox_and_the_rest_as_it_was()
    {
        using var inside = Client("sandbox", Role.Editor, Role.Approver, Role.TrainingOfficer);
        using var outside = Client("", Role.Editor);
        await ResetAsync();
        var seed = await LiveAsync(inside);
        var mine = await AddAsync(inside, "programs", Program);
        var center = await AddAsync(inside, "organizations", """{"kind":"ORGANIZATION_KIND_GOVERNMENT","names":[{"text":"A body of the sandbox","languageCode":"en"}]}""");
        var other = await AddAsync(outside, "programs", Program);
        var before = await outside.GetStringAsync($"/v1/{other}", TestContext.Current.CancellationToken);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var result = await ResetAsync();
            Assert.Null(result["keptCount"]);
            Assert.Equal(seed.Count, result["seeded"]!.AsArray().Count);
            var now = await LiveAsync(inside);
            Assert.Equal(seed.Select(Collection).Order(StringComparer.Ordinal), now.Select(Collection).Order(StringComparer.Ordinal));
            Assert.DoesNotContain(now, n => n == mine || n == center || seed.Contains(n));
            Assert.Equal(before, await outside.GetStringAsync($"/v1/{other}", TestContext.Current.CancellationToken));
        }

        using var gone = await outside.DeleteAsync($"/v1/{other}", TestContext.Current.CancellationToken);
        Assert.True(gone.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Editors_and_operators_of_others_are_refused()
    {
        foreach (var http in new[] { Client("sandbox", Role.Editor, Role.Approver), Client("health", Role.Operator) })
        {
            using (http)
            using (var refused = await http.PostAsJsonAsync("/v1/sandbox:reset", new { }, TestContext.Current.CancellationToken))
            {
                Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
            }
        }
    }

    private async Task<JsonNode> ResetAsync()
    {
        using var operate = Client("", Role.Operator);
        using var started = await operate.PostAsJsonAsync("/v1/sandbox:reset", new { requestId = Guid.NewGuid() }, TestContext.Current.CancellationToken);
        var operation = (string)(await started.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["name"]!;
        var done = await Eventually.GetAsync("the sandbox to be reset", async () =>
            await operate.GetFromJsonAsync<JsonNode>($"/v1/{operation}", TestContext.Current.CancellationToken) is { } o && (bool?)o["done"] == true ? o : null);
        Assert.True(done["error"] is null, done.ToJsonString());
        return done["response"]!;
    }

    // What is live of the kinds of the seed and belongs to the sandbox.
    private static async Task<List<string>> LiveAsync(HttpClient http)
    {
        var names = new List<string>();
        foreach (var collection in new[] { "organizations", "agreements", "programs", "projects", "engagements", "followUps", "courses", "courses/-/editions", "publications" })
        {
            var page = await http.GetFromJsonAsync<JsonNode>($"/v1/{collection}?filter=workspace%3Dsandbox", TestContext.Current.CancellationToken);
            names.AddRange((page![collection.Split('/')[^1] is "editions" ? "courseEditions" : collection]?.AsArray() ?? []).Select(r => (string)r!["name"]!));
        }

        return names;
    }

    private static string Collection(string name) => name.Split('/')[^2];

    private static async Task<string> AddAsync(HttpClient http, string collection, string body)
    {
        using var answer = await http.PostAsync($"/v1/{collection}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return (string)JsonNode.Parse(text)!["name"]!;
    }

    private HttpClient Client(string workspace, params Role[] roles)
    {
        var http = platform.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", platform.Issuer.Issue("integrator", roles, TimeSpan.FromMinutes(30), workspace: workspace));
        return http;
    }
}

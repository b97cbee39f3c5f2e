using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Testing;
using Grpc.Core;
using Grpc.Net.Client;

namespace EGovPlatform.SystemTests;

/// <summary>What anyone may read at the gateway without a key.</summary>
public sealed class OpenDataTests(Platform platform)
{
    private const string Public = """, "record": {"visibility": {"level": "VISIBILITY_LEVEL_PUBLIC"}}""";

    [Fact]
    public async Task A_public_record_is_read_without_a_key_and_others_are_not()
    {
        await using var editor = new GatewayClient(platform, "open-data", Role.Editor);
        var open = await editor.AddAsync("nationalPlans", $$"""{"country":"countries/PY","titles":[{"text":"An open plan","languageCode":"en"}]{{Public}}}""");
        var closed = await editor.AddAsync("nationalPlans", """{"country":"countries/PY","titles":[{"text":"A closed plan","languageCode":"en"}]}""");

        await Eventually.Async("the record to be open", async () => (await GetAsync($"/v1/openData/records/{open}")).Status == HttpStatusCode.OK);
        var (_, text, headers) = await GetAsync($"/v1/openData/records/{open}");
        Assert.Contains("An open plan", text, StringComparison.Ordinal);
        Assert.DoesNotContain("visibility", text, StringComparison.Ordinal);
        Assert.Contains("public", headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.NotNull(headers.ETag);
        Assert.Contains("creativecommons.org", headers.GetValues("Link").Single(), StringComparison.Ordinal);
        Assert.True(headers.Contains("RateLimit"));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"/v1/openData/records/{closed}")).Status);

        // Who has it already is told so.
        using var client = platform.Client();
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/v1/openData/records/{open}") { Headers = { IfNoneMatch = { headers.ETag } } };
        using var same = await client.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        // The file has the same; gRPC asks the service itself and no cache.
        using var channel = GrpcChannel.ForAddress($"http://{platform.GrpcAddress}");
        using var file = new OpenDataService.OpenDataServiceClient(channel).DownloadOpenData(new DownloadOpenDataRequest { Dataset = "nationalPlans" }, cancellationToken: TestContext.Current.CancellationToken);
        var lines = "";
        await foreach (var part in file.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            lines += part.Data.ToStringUtf8();
        }

        Assert.Contains(lines.Split('\n'), l => l.Contains(open, StringComparison.Ordinal));
        Assert.DoesNotContain(closed, lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalog_says_what_there_is_under_which_license()
    {
        var (status, text, _) = await GetAsync("/v1/openData");

        Assert.Equal(HttpStatusCode.OK, status);
        var catalog = JsonNode.Parse(text)!;
        Assert.Equal("CC-BY-4.0", (string)catalog["license"]!);
        foreach (var path in catalog["datasets"]!.AsArray().Where(d => !((string)d!["dataset"]!).StartsWith("iati-", StringComparison.Ordinal)).Select(d => (string)d!["path"]!))
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(path)).Status);

            // The gateway keeps answers for who has no credentials, the catalog and a file of different moments; and other tests publish meanwhile.
            await Eventually.PassesAsync($"the catalog to count what {path} holds", async () =>
            {
                var now = JsonNode.Parse((await GetAsync("/v1/openData", Role.Viewer)).Text)!["datasets"]!.AsArray().Single(d => (string)d!["path"]! == path)!;
                var (found, lines, _) = await GetAsync(path, Role.Viewer);
                Assert.Equal(HttpStatusCode.OK, found);
                Assert.Equal(long.Parse((string?)now["records"] ?? "0"), lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).LongLength);
            });
        }
    }

    [Theory]
    [InlineData("records/people/none")]
    [InlineData("records/nominations/none")]
    [InlineData("files/people")]
    [InlineData("files/ledgerEntries")]
    public async Task Persons_and_work_of_the_platform_are_not_given_away(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/v1/openData/" + path)).Status);

    private async Task<(HttpStatusCode Status, string Text, HttpResponseHeaders Headers)> GetAsync(string path, params Role[] roles)
    {
        using var client = platform.Client(roles);
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers);
    }
}

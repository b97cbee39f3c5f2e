using System.Net;
using EGovPlatform.Testing;

namespace EGovPlatform.Gateway.Tests;

public sealed class DocsTests
{
    [Fact]
    public async Task The_Document_Is_Served_And_Not_Sent_Twice()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var answer = await gateway.SendAsync("GET", "/openapi/v1.json");
        var again = await gateway.SendAsync("GET", "/openapi/v1.json", null, ("If-None-Match", answer.Headers["ETag"]));

        Assert.Equal("application/json", answer.ContentType);
        Assert.True(answer.Json.GetProperty("paths").TryGetProperty("/v1/countries/{country}", out _));
        Assert.Equal(HttpStatusCode.NotModified, again.Status);
    }

    [Fact]
    public async Task The_Events_Are_Served_As_Committed()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var answer = await gateway.SendAsync("GET", "/asyncapi/v1.json");

        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "api", "asyncapi-v1.json"), TestContext.Current.CancellationToken), answer.Body);
        Assert.Equal("3.0.0", answer.Json.GetProperty("asyncapi").GetString());
    }

    [Fact]
    public async Task The_Page_And_All_It_Loads_Come_From_Here()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var page = await gateway.SendAsync("GET", "/docs/index.html");
        var script = await gateway.SendAsync("GET", "/docs/swagger-ui-bundle.js");
        var start = await gateway.SendAsync("GET", "/docs");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("swagger-ui", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("//cdn", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, script.Status);
        Assert.Equal(HttpStatusCode.OK, start.Status);
    }
}

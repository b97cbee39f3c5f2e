using System.Net;
using System.Text;

namespace EGovPlatform.Gateway.Tests;

public sealed class RestTests
{
    [Theory]
    [InlineData("GET", "/v1/countries/PE", null, "\"iso2\":\"PE\"")]
    [InlineData("GET", "/v1/countries:batchGet?names=countries/PE&names=countries/PY", null, "countries/PY")]
    [InlineData("POST", "/v1/countries/PE:undelete", "{}", "undeleted")]
    [InlineData("POST", "/v1/countries?countryId=PE", """{"iso2":"PE"}""", "\"iso2\":\"PE\"")]
    public async Task A_Call_Reaches_Its_Service(string method, string path, string? body, string expected)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var answer = await gateway.SendAsync(method, path, Json(body));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(expected, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Typed_Error_Comes_Through_Whole()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var answer = await gateway.SendAsync("GET", "/v1/countries/XX");
        var problem = await gateway.SendAsync("GET", "/v1/countries/XX", null, ("Accept", "application/problem+json"));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(5, answer.Json.GetProperty("code").GetInt32());
        Assert.Equal("NOT_FOUND", answer.Reason);
        Assert.Equal("application/problem+json", problem.ContentType);
    }

    [Fact]
    public async Task An_Unknown_Field_Is_Named()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var answer = await gateway.SendAsync("POST", "/v1/countries", Json("""{"iso4":"PERU"}"""));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("iso4", answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Stream_Comes_As_Lines()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var answer = await gateway.SendAsync("GET", "/v1/services/countries/changes:watch");

        Assert.Equal("application/x-ndjson", answer.ContentType);
        Assert.Equal(2, answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404)]
    [InlineData("GET", "/v2/countries", 404)]
    [InlineData("GET", "/some/file.txt", 404)]
    [InlineData("GET", "/v1/countries/PE/cities", 404)]
    [InlineData("DELETE", "/v1/countries", 405)]
    public async Task What_No_Service_Takes_Is_Told_As_A_Status(string method, string path, int status)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var answer = await gateway.SendAsync(method, path);
        var problem = await gateway.SendAsync(method, path, null, ("Accept", "application/problem+json"));

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Contains(path, answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", problem.ContentType);
        Assert.Equal(status, problem.Json.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_Service_That_Is_Down_Is_Unavailable()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var answer = await gateway.SendAsync("GET", "/v1/engagements/1");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("UNAVAILABLE", answer.Reason);
        Assert.Equal("1", answer.Headers["Retry-After"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_Body_Over_The_Limit_Is_413(bool chunked)
    {
        await using var gateway = await GatewayFixture.StartAsync(("Gateway:MaxRequestBodyBytes", "1000"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/countries") { Content = Json($$"""{"statusNote":"{{new string('x', 100_000)}}"}""") };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("TOO_LARGE", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static StringContent? Json(string? body) => body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
}

using System.Text;

namespace EGovPlatform.Gateway.Tests;

/// <summary>Headers of HTTP/2 that would change how HTTP/1.1 is read: calls of gRPC-Web and JSON travel on as HTTP/1.1.</summary>
public sealed class Http2SmugglingTests
{
    private static readonly (string, string)[] Good =
    [
        (":method", "POST"), (":scheme", "http"), (":path", "/egov.countries.v1.CountryService/GetCountry"), (":authority", "a"), ("content-type", "application/grpc-web"),
    ];

    private static readonly byte[] Body = [0, 0, 0, 0, 14, 0x0a, 0x0c, .. "countries/PE"u8];

    [Theory]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("connection", "keep-alive")]
    [InlineData("connection", "content-length")]
    [InlineData("keep-alive", "timeout=5")]
    [InlineData("proxy-connection", "keep-alive")]
    [InlineData("upgrade", "h2c")]
    [InlineData("te", "gzip")]
    [InlineData("X-Upper", "a")]
    [InlineData("x-a", "b\r\nx-c: d")]
    [InlineData("x-a", "b\r\n\r\nGET /v1/countries/SMUGGLED HTTP/1.1\r\nHost: a")]
    [InlineData("x-a\r\nx-c", "d")]
    [InlineData("x-a: b", "c")]
    [InlineData(":path", "/v1/countries/SMUGGLED")]
    [InlineData("content-length", "4")]
    [InlineData("content-length", "4000")]
    [InlineData("content-length", "x")]
    public async Task A_header_that_has_no_place_ends_the_call(string name, string value)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var end = await Http2Call.SendAsync(gateway.Grpc, Body, [.. Good, (name, value)]);

        Assert.Contains(end, new[] { "reset", "closed" });
        Assert.DoesNotContain(gateway.Upstream.Paths, p => p.Contains("SMUGGLED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_in_a_body_that_says_it_is_empty_is_not_one()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var smuggled = Encoding.ASCII.GetBytes("GET /v1/countries/SMUGGLED HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.NotEqual("answered", await Http2Call.SendAsync(gateway.Grpc, smuggled, [.. Good, ("content-length", "0")]));

        Assert.DoesNotContain(gateway.Upstream.Paths, p => p.Contains("SMUGGLED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_good_call_is_answered()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        Assert.Equal("answered", await Http2Call.SendAsync(gateway.Grpc, Body, [.. Good, ("content-length", "19")]));

        Assert.Equal(["/egov.countries.v1.CountryService/GetCountry"], gateway.Upstream.Paths);
    }
}

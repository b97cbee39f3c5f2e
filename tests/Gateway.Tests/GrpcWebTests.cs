using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using EngagementService = EGovPlatform.Activities.V1.EngagementService;

namespace EGovPlatform.Gateway.Tests;

/// <summary>Calls as browsers make them, at the gateway's HTTP/1.1 endpoint.</summary>
public sealed class GrpcWebTests
{
    private const string Get = "/egov.countries.v1.CountryService/GetCountry";

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb)]
    [InlineData(GrpcWebMode.GrpcWebText)]
    public async Task Calls_Streams_And_Errors_Come_Through(GrpcWebMode mode)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var channel = Channel(gateway, mode);
        var countries = new CountryService.CountryServiceClient(channel);

        var country = await countries.GetCountryAsync(new GetRequest { Name = "countries/PE" }, deadline: Soon());
        using var watch = new ChangeService.ChangeServiceClient(channel).WatchChanges(new WatchRequest(), deadline: Soon());
        var positions = await watch.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).Select(a => a.Position).ToListAsync();
        var error = await Assert.ThrowsAsync<RpcException>(async () => await countries.GetCountryAsync(new GetRequest { Name = "countries/XX" }, deadline: Soon()));

        Assert.Equal("PE", country.Iso2);
        Assert.Equal([1, 2], positions);
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.Equal("egovplatform", error.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Domain);
    }

    [Fact]
    public async Task The_Gateways_Own_Errors_Are_Understood()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var channel = Channel(gateway, GrpcWebMode.GrpcWeb);

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await new EngagementService.EngagementServiceClient(channel).GetEngagementAsync(new GetRequest { Name = "engagements/1" }, deadline: Soon()));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    [Theory]
    [InlineData(Get, "POST")]
    [InlineData("/v1/countries/PE", "GET")]
    public async Task Pages_Of_Named_Origins_May_Ask_First(string path, string method)
    {
        await using var gateway = await GatewayFixture.StartAsync(("Gateway:AllowedOrigins:0", "https://portal.example"));

        var named = await gateway.SendAsync("OPTIONS", path, null, ("Origin", "https://portal.example"), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "authorization"));
        var other = await gateway.SendAsync("OPTIONS", path, null, ("Origin", "https://elsewhere.example"), ("Access-Control-Request-Method", method));

        Assert.Equal("https://portal.example", named.Headers["Access-Control-Allow-Origin"]);
        Assert.False(other.Headers.ContainsKey("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Pages_See_The_Status()
    {
        await using var gateway = await GatewayFixture.StartAsync(("Gateway:AllowedOrigins:0", "https://portal.example"));

        var answer = await gateway.SendAsync("GET", "/v1/countries/PE", null, ("Origin", "https://portal.example"));

        Assert.Contains("grpc-status", answer.Headers["Access-Control-Expose-Headers"], StringComparison.Ordinal);
    }

    private static GrpcChannel Channel(GatewayFixture gateway, GrpcWebMode mode) => GrpcChannel.ForAddress(gateway.Client.BaseAddress!, new GrpcChannelOptions
    {
        HttpHandler = new GrpcWebHandler(mode, new SocketsHttpHandler()),
        HttpVersion = new Version(1, 1),
        DisposeHttpClient = true,
    });

    private static DateTime Soon() => DateTime.UtcNow.AddSeconds(20);
}

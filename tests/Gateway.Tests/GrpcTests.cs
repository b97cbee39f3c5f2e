using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Grpc.Core;
using Google.Rpc;
using EngagementService = EGovPlatform.Activities.V1.EngagementService;

namespace EGovPlatform.Gateway.Tests;

public sealed class GrpcTests
{
    [Fact]
    public async Task A_Call_Reaches_Its_Service_With_The_Callers_Token()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var countries = new CountryService.CountryServiceClient(gateway.Channel);

        var country = await countries.GetCountryAsync(
            new GetRequest { Name = "countries/PE" }, new Metadata { { "authorization", "Bearer abc" }, { "x-user-id", "root" } }, Soon());

        Assert.Equal("PE", country.Iso2);
        Assert.Equal("Bearer abc", gateway.Upstream.Headers["authorization"]);
        Assert.Equal("trailers", gateway.Upstream.Headers["te"]);
        Assert.False(gateway.Upstream.Headers.ContainsKey("x-user-id"));
        Assert.True(gateway.Upstream.Headers.ContainsKey("grpc-timeout"));
    }

    [Fact]
    public async Task A_Typed_Error_Comes_Through_Whole()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var countries = new CountryService.CountryServiceClient(gateway.Channel);

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await countries.GetCountryAsync(new GetRequest { Name = "countries/XX" }, deadline: Soon()));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.Equal("egovplatform", error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Domain);
    }

    [Fact]
    public async Task A_Stream_Comes_Through()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var call = new ChangeService.ChangeServiceClient(gateway.Channel).WatchChanges(new WatchRequest(), deadline: Soon());

        var positions = new List<long>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            positions.Add(answer.Position);
        }

        Assert.Equal([1, 2], positions);
    }

    [Fact]
    public async Task A_Watch_Ends_Unavailable_When_The_Gateway_Stops()
    {
        await using var gateway = await GatewayFixture.StartAsync(("Drain:Limit", "600"));
        using var watch = new ChangeService.ChangeServiceClient(gateway.Channel).WatchChanges(new WatchRequest { Name = "countries/PE" }, deadline: Soon());
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        var stopped = gateway.StopAsync();

        var ended = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        Assert.Contains("gateway", ended.Status.Detail, StringComparison.Ordinal);
        await Eventually.Async("the gateway to have stopped", () => stopped.IsCompleted);
        await stopped;
    }

    [Theory]
    [InlineData("/egov.nowhere.v1.NoService/Get")]
    [InlineData("/grpc.health.v1.Health/Check")]
    public async Task What_No_Service_Takes_Is_Unimplemented(string method)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var parts = method.Split('/');
        var unknown = new Method<GetRequest, Country>(
            MethodType.Unary,
            parts[1],
            parts[2],
            Marshallers.Create(_ => [], _ => new GetRequest()),
            Marshallers.Create(_ => [], _ => new Country()));

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await gateway.Channel.CreateCallInvoker().AsyncUnaryCall(unknown, null, new CallOptions(deadline: Soon()), new GetRequest()));

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
        Assert.Contains(method, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Service_That_Is_Down_Is_Unavailable()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var engagements = new EngagementService.EngagementServiceClient(gateway.Channel);

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await engagements.GetEngagementAsync(new GetRequest { Name = "engagements/1" }, deadline: Soon()));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.NotNull(error.GetRpcStatus()!.GetDetail<RetryInfo>());
    }

    [Fact]
    public async Task A_Message_Over_The_Limit_Is_Refused()
    {
        await using var gateway = await GatewayFixture.StartAsync(("Gateway:MaxRequestBodyBytes", "1000"));
        var countries = new CountryService.CountryServiceClient(gateway.Channel);

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await countries.GetCountryAsync(new GetRequest { Name = new string('x', 5000) }, deadline: Soon()));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    private static DateTime Soon() => DateTime.UtcNow.AddSeconds(20);
}

using System.Net;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Google.Rpc;
using Grpc.Core;

namespace EGovPlatform.Gateway.Tests;

/// <summary>A gateway that lets one call into each service, and one wait.</summary>
public sealed class CallsAtWorkTests
{
    private static readonly GetRequest Slow = new() { Name = "countries/ZZ" };

    [Fact]
    public async Task A_service_that_is_full_refuses_the_next_call_in_time_and_answers_those_it_took()
    {
        await using var gateway = await GatewayFixture.StartAsync(("Gateway:CallsAtWork", "1"));
        var countries = new CountryService.CountryServiceClient(gateway.Channel);
        using var stream = new ChangeService.ChangeServiceClient(gateway.Channel).WatchChanges(new WatchRequest { Name = "countries/KR" });
        Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        var calls = Enumerable.Range(0, 3).Select(_ => countries.GetCountryAsync(Slow)).ToList();
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await await Task.WhenAny(calls.Select(c => c.ResponseAsync)));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.NotNull(refused.GetRpcStatus()?.GetDetail<RetryInfo>());
        var json = await gateway.SendAsync("GET", "/v1/countries/PE");
        Assert.Equal(HttpStatusCode.TooManyRequests, json.Status);
        Assert.Equal("OVERLOADED", json.Reason);
        Assert.Equal("1", json.Headers["Retry-After"]);

        gateway.Upstream.LetGo();
        var answered = calls.Where(c => c.ResponseAsync.Status != TaskStatus.Faulted).ToList();
        Assert.Equal(2, answered.Count);
        Assert.All(await Task.WhenAll(answered.Select(c => c.ResponseAsync)), c => Assert.Equal("countries/ZZ", c.Name));
        await Eventually.PassesAsync("a place to be free", async () => Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync("GET", "/v1/countries/PE")).Status));
    }

    [Fact]
    public async Task Whoever_goes_away_gives_its_place_to_the_next()
    {
        await using var gateway = await GatewayFixture.StartAsync(("Gateway:CallsAtWork", "1"));
        var countries = new CountryService.CountryServiceClient(gateway.Channel);
        using var leaving = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 3).Select(_ => countries.GetCountryAsync(Slow, cancellationToken: leaving.Token).ResponseAsync).ToList();
        await Assert.ThrowsAsync<RpcException>(async () => await await Task.WhenAny(calls));

        await leaving.CancelAsync();

        await Task.WhenAny(Task.WhenAll(calls));
        await Eventually.PassesAsync("a place to be free", async () => Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync("GET", "/v1/countries/PE")).Status));
    }
}

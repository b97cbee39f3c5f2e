using System.Net;

namespace EGovPlatform.Gateway.Tests;

public sealed class DoorTests
{
    [Fact]
    public async Task Headers_Only_A_Proxy_May_Set_Are_Replaced_Or_Taken_Off()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        await gateway.SendAsync(
            "GET",
            "/v1/countries/PE",
            null,
            ("X-Forwarded-For", "10.0.0.1"),
            ("X-Forwarded-User", "root"),
            ("Forwarded", "for=10.0.0.1"),
            ("X-Real-IP", "10.0.0.1"),
            ("x-user-id", "root"),
            ("X-USER-ROLES", "operator"),
            ("Authorization", "Bearer abc"),
            ("x-request-id", "r1"));

        var seen = gateway.Upstream.Headers;
        Assert.Equal("127.0.0.1", seen["X-Forwarded-For"]);
        Assert.DoesNotContain(seen.Keys, k => k.StartsWith("x-user", StringComparison.OrdinalIgnoreCase));
        Assert.False(seen.ContainsKey("X-Forwarded-User"));
        Assert.False(seen.ContainsKey("Forwarded"));
        Assert.False(seen.ContainsKey("X-Real-IP"));
        Assert.Equal("Bearer abc", seen["Authorization"]);
        Assert.Equal("r1", seen["x-request-id"]);
    }

    [Fact]
    public async Task The_Trace_Goes_On()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        await gateway.SendAsync("GET", "/v1/countries/PE", null, ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        Assert.Contains("4bf92f3577b34da6a3ce929d0e0e4736", gateway.Upstream.Headers["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Client_That_Calls_Too_Often_Waits_And_Others_Do_Not()
    {
        await using var gateway = await GatewayFixture.StartAsync(("Gateway:CallBurst", "3"), ("Gateway:CallsPerSecond", "1"));

        var answers = new List<Answer>();
        for (var i = 0; i < 8; i++)
        {
            answers.Add(await gateway.SendAsync("GET", "/v1/countries/PE", null, ("Authorization", "Bearer a")));
        }

        var other = await gateway.SendAsync("GET", "/v1/countries/PE", null, ("Authorization", "Bearer b"));
        var health = await gateway.SendAsync("GET", "/health");

        var refused = answers.First(a => a.Status == HttpStatusCode.TooManyRequests);
        Assert.Equal("RATE_LIMITED", refused.Reason);
        Assert.True(int.Parse(refused.Headers["Retry-After"]) >= 1);
        Assert.Equal(HttpStatusCode.OK, answers[0].Status);
        Assert.Equal(HttpStatusCode.OK, other.Status);
        Assert.Equal(HttpStatusCode.OK, health.Status);
    }

    [Fact]
    public async Task New_Tokens_Do_Not_Lift_The_Limit_Of_An_Address()
    {
        await using var gateway = await GatewayFixture.StartAsync(("Gateway:CallBurst", "2"), ("Gateway:CallsPerSecond", "1"), ("Gateway:AddressFactor", "2"));

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            statuses.Add((await gateway.SendAsync("GET", "/v1/countries/PE", null, ("Authorization", $"Bearer {i}"))).Status);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task A_Service_Without_An_Address_Stops_The_Start()
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder();

        var error = Assert.Throws<InvalidOperationException>(() => builder.AddGateway());

        Assert.Contains("services__activities__grpc__0", error.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }
}

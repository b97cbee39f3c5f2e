using System.Net;
using EGovPlatform.Testing;

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
    public async Task Answers_Tell_What_Is_Left()
    {
        await using var gateway = await GatewayFixture.StartAsync(("Gateway:CallBurst", "40"), ("Gateway:CallsPerSecond", "1"));

        var first = await gateway.SendAsync("GET", "/v1/countries/PE", null, ("Authorization", "Bearer a"));
        var missing = await gateway.SendAsync("GET", "/v1/countries/XX", null, ("Authorization", "Bearer a"));
        var anonymous = await gateway.SendAsync("GET", "/v1/countries/PE");

        Assert.Equal("\"credential\";q=40;w=40", first.Headers["RateLimit-Policy"]);
        Assert.StartsWith("\"credential\";r=3", first.Headers["RateLimit"], StringComparison.Ordinal);
        Assert.StartsWith("\"credential\";r=3", missing.Headers["RateLimit"], StringComparison.Ordinal);
        Assert.StartsWith("\"address\";r=15", anonymous.Headers["RateLimit"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateways_Share_A_Limit_And_Without_Redis_Each_Has_Its_Own()
    {
        var redis = await TestServers.RedisAsync();
        var prefix = $"test:{Guid.NewGuid()}:";
        (string, string)[] settings = [("Gateway:CallBurst", "20"), ("Gateway:CallsPerSecond", "1"), ("Gateway:AddressFactor", "1000"), ("ConnectionStrings:cache", redis), ("Gateway:CachePrefix", prefix)];
        await using var one = await GatewayFixture.StartAsync(settings);
        await using var two = await GatewayFixture.StartAsync(settings);
        await using var lonely = await GatewayFixture.StartAsync([.. settings[..3], ("ConnectionStrings:cache", "127.0.0.1:1,connectTimeout=200")]);
        using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis);
        var server = connection.GetServer(connection.GetEndPoints()[0]);
        await CountsInRedisAsync(one);
        await CountsInRedisAsync(two);

        // Seconds go by on a busy machine, and each brings a call back: far fewer than a second bucket would. An answer of Redis that is late there
        // lets a gateway limit by itself for a second, as it should; then another client is asked for.
        await Eventually.PassesAsync("two gateways to share the limit of a client", async () =>
        {
            var client = Guid.NewGuid().ToString();
            Assert.InRange(await AllowedAsync(one, client) + await AllowedAsync(two, client), 20, 30);
        });
        Assert.InRange(await AllowedAsync(lonely, "shared"), 20, 30);

        // The connection is made after the start; until then a gateway limits by itself.
        Task CountsInRedisAsync(GatewayFixture gateway) => Eventually.Async("the gateway to count in Redis", async () =>
        {
            var before = server.Keys(pattern: prefix + "*").Count();
            await gateway.SendAsync("GET", "/v1/countries/PE", null, ("Authorization", $"Bearer {Guid.NewGuid()}"));
            return server.Keys(pattern: prefix + "*").Count() > before;
        });

        static async Task<int> AllowedAsync(GatewayFixture gateway, string token)
        {
            var allowed = 0;
            for (var i = 0; i < 40; i++)
            {
                allowed += (await gateway.SendAsync("GET", "/v1/countries/PE", null, ("Authorization", $"Bearer {token}"))).Status == HttpStatusCode.OK ? 1 : 0;
            }

            return allowed;
        }
    }

    [Fact]
    public async Task A_Replica_That_Is_Gone_Costs_No_Call()
    {
        await using var gateway = await GatewayFixture.StartAsync(("services:countries:http:1", GatewayFixture.Nothing), ("services:countries:grpc:1", GatewayFixture.Nothing));
        var countries = new Countries.V1.CountryService.CountryServiceClient(gateway.Channel);

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync("GET", "/v1/countries/PE")).Status);
            Assert.Equal("PE", (await countries.GetCountryAsync(new Common.V1.GetRequest { Name = "countries/PE" })).Iso2);
        }
    }

    [Fact]
    public async Task Answers_Are_Compressed_For_Those_Who_Ask()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var plain = await gateway.SendAsync("GET", "/v1/countries/PE");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/countries/PE") { Headers = { { "Accept-Encoding", "gzip" } } };
        using var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await using var unzipped = new System.IO.Compression.GZipStream(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), System.IO.Compression.CompressionMode.Decompress);

        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.Equal(plain.Body, await new StreamReader(unzipped).ReadToEndAsync(TestContext.Current.CancellationToken));
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
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(["--Mtls:Enabled=false"]);

        var error = Assert.Throws<InvalidOperationException>(() => builder.AddGateway());

        Assert.Contains("services__activities__grpc__0", error.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }
}

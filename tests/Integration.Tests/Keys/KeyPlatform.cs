using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Gateway;
using EGovPlatform.Testing;

namespace EGovPlatform.Integration.Tests.Keys;

/// <summary>Countries, two processes of Integration, and a gateway in front of each.</summary>
public sealed class KeyPlatform : Owners
{
    private const string Nowhere = "http://127.0.0.1:1";

    /// <summary>The second process of Integration.</summary>
    public RunningService Second { get; private set; } = null!;

    /// <summary>The gateways, the first before the first process.</summary>
    public IReadOnlyList<RunningService> Gateways { get; private set; } = [];

    protected override IReadOnlyCollection<string> Started => ["countries", "integration"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Second = await StartAsync("integration");
        Gateways = [await StartGatewayAsync(Service("integration")), await StartGatewayAsync(Second)];
    }

    public Task<RunningService> StartGatewayAsync(RunningService integration) => RunningService.StartAsync(
        GatewayApp.Build,
        [
            .. new[] { "activities", "training", "reporting" }.SelectMany(a => new (string, string?)[] { ($"services:{a}:grpc:0", Nowhere), ($"services:{a}:http:0", Nowhere) }),
            ("services:countries:grpc:0", Service("countries").Grpc.ToString()), ("services:countries:http:0", Service("countries").Http.ToString()),
            ("services:integration:grpc:0", integration.Grpc.ToString()), ("services:integration:http:0", integration.Http.ToString()),
        ]);

    /// <summary>A JSON call at a gateway.</summary>
    public async Task<(HttpStatusCode Status, JsonObject Body)> CallAsync(string token, string method, string path, string? body = null, int gateway = 0)
    {
        using var client = new HttpClient { BaseAddress = Gateways[gateway].Http };
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject());
    }

    /// <summary>Makes a key through the first gateway and answers with it.</summary>
    public async Task<JsonObject> MakeAsync(string owner, string key)
    {
        var (status, made) = await CallAsync(owner, "POST", "/v1/apiKeys", key);
        Assert.True(status == HttpStatusCode.OK, made.ToJsonString());
        return made;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var gateway in Gateways)
        {
            await gateway.DisposeAsync();
        }

        await Second.DisposeAsync();
        await base.DisposeAsync();
    }

    public static string Person(string subject, Role[] roles, params string[] countries) => TestIssuer.Token(subject, roles, countries);

    /// <summary>A time as JSON has it.</summary>
    public static string In(TimeSpan time) => (DateTime.UtcNow + time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

using EGovPlatform.Gateway;
using EGovPlatform.Testing;

namespace EGovPlatform.Integration.Tests.Hostile;

/// <summary>Countries, Reporting and Integration behind a gateway that limits nobody's rate.</summary>
public sealed class HostilePlatform : Owners
{
    private const string Nowhere = "http://127.0.0.1:1";

    public RunningService Gateway { get; private set; } = null!;

    protected override IReadOnlyCollection<string> Started => ["countries", "reporting", "integration"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Gateway = await RunningService.StartAsync(
            GatewayApp.Build,
            [
                .. new[] { "activities", "training" }.SelectMany(a => new (string, string?)[] { ($"services:{a}:grpc:0", Nowhere), ($"services:{a}:http:0", Nowhere) }),
                .. Started.SelectMany(a => new (string, string?)[] { ($"services:{a}:grpc:0", Service(a).Grpc.ToString()), ($"services:{a}:http:0", Service(a).Http.ToString()) }),
                ("Gateway:CallBurst", "10000000"), ("Gateway:CallsPerSecond", "10000000"),
            ]);
    }

    public override async ValueTask DisposeAsync()
    {
        // Who stops in the middle of a body, the proxy among them, leaves a read that failed, and Kestrel takes that for one under way
        // when it drains the rest; it says so and closes the connection.
        const string Undrained = "automatic draining of the request body failed";
        Gateway.Logs.Expect(Undrained);
        foreach (var service in Started)
        {
            Service(service).Logs.Expect(Undrained);
        }

        await Gateway.DisposeAsync();
        await base.DisposeAsync();
    }
}

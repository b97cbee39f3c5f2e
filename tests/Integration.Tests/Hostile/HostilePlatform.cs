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
        // The proxy stops reading a body whose call a service has answered already; the server says that it closes the connection.
        Gateway.Logs.Expect("automatic draining of the request body failed");
        await Gateway.DisposeAsync();
        await base.DisposeAsync();
    }
}

using EGovPlatform.Common.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Testing;

/// <summary>
/// A service run inside the test process on real ports: gRPC over h2c and HTTP/1.1. It accepts tokens of
/// <see cref="TestIssuer"/>. Disposing it fails the test when the service logged an error nobody announced.
/// </summary>
public sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<IDisposable> clients = [];

    private RunningService(WebApplication app, Uri grpc, Uri http)
    {
        this.app = app;
        Grpc = grpc;
        Http = http;
    }

    /// <summary>Address of the h2c endpoint.</summary>
    public Uri Grpc { get; }

    /// <summary>Address of the HTTP/1.1 endpoint.</summary>
    public Uri Http { get; }

    public IServiceProvider Services => app.Services;

    public LogCollector Logs { get; private init; } = new();

    /// <param name="build">Builds the service from a command line, as its Program does.</param>
    /// <param name="settings">Configuration such as <c>("ConnectionStrings:countriesdb", …)</c>.</param>
    public static async Task<RunningService> StartAsync(Func<string[], WebApplication> build, params IEnumerable<(string Key, string? Value)> settings)
    {
        var built = build(Arguments(settings));
        var logs = new LogCollector();
        built.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        try
        {
            await built.StartAsync();
        }
        catch
        {
            await built.DisposeAsync();
            throw;
        }

        // Kestrel binds configured endpoints in the order of their names.
        var urls = built.Urls.ToList();
        return new RunningService(built, new Uri(urls[0]), new Uri(urls[1])) { Logs = logs };
    }

    /// <summary>A command line for a service under test: free ports, our tokens, and the given settings, which win.</summary>
    public static string[] Arguments(params IEnumerable<(string Key, string? Value)> settings) =>
    [
        "--environment=Development",
        "--Logging:LogLevel:Microsoft.AspNetCore=Warning",
        "--Logging:Console:LogLevel:Default=Error",
        "--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:0",
        "--Kestrel:Endpoints:grpc:Protocols=Http2",
        "--Kestrel:Endpoints:http:Url=http://127.0.0.1:0",
        "--Kestrel:Endpoints:http:Protocols=Http1",
        $"--Access:DevelopmentKey={TestIssuer.KeyPath}",
        .. settings.Select(s => $"--{s.Key}={s.Value}"),
    ];

    /// <summary>A channel whose calls carry a token with these roles; without roles, no token.</summary>
    public GrpcChannel Channel(params Role[] roles) => ChannelWith(roles.Length == 0 ? null : TestIssuer.Token(roles));

    /// <summary>A channel whose calls carry this token.</summary>
    public GrpcChannel ChannelWith(string? token) =>
        Keep(GrpcChannel.ForAddress(Grpc, new GrpcChannelOptions { HttpHandler = Handler(token), DisposeHttpClient = true }));

    /// <summary>A client of the HTTP/1.1 endpoint whose calls carry a token with these roles; without roles, no token.</summary>
    public HttpClient Client(params Role[] roles) =>
        Keep(new HttpClient(Handler(roles.Length == 0 ? null : TestIssuer.Token(roles))) { BaseAddress = Http });

    /// <summary>Stops the service as SIGTERM does; cancellation ends the patience with it.</summary>
    public Task StopAsync(CancellationToken cancellation) => app.StopAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
        {
            client.Dispose();
        }

        await app.StopAsync();
        await app.DisposeAsync();
        Logs.Verify();
    }

    private static HttpMessageHandler Handler(string? token)
    {
        // Who asks first waits for the answer, however busy the machine is.
        var sockets = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(60) };
        return token is null ? sockets : new BearerHandler(token, sockets);
    }

    private T Keep<T>(T client)
        where T : IDisposable
    {
        lock (clients)
        {
            clients.Add(client);
        }

        return client;
    }
}

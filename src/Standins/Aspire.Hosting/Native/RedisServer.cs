using System.Globalization;

namespace Aspire.Hosting.Native;

/// <summary>A private Redis on loopback, without a password and without persistence: it is a cache.</summary>
public sealed class RedisServer : NativeServer
{
    private RedisServer(string dataDirectory)
        : base(dataDirectory)
    {
    }

    protected override string Name => "Redis";

    public static bool IsInstalled => Machine.Find("redis-server") is not null;

    /// <summary>The connection string in StackExchange.Redis' form.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public static Task<RedisServer> StartAsync(string dataDir, CancellationToken cancellationToken = default, Action<string, bool>? output = null) =>
        StartedAsync(Create(dataDir, output), cancellationToken);

    /// <summary>Describes a server without starting it.</summary>
    public static RedisServer Create(string dataDir, Action<string, bool>? output = null) =>
        new(dataDir) { Output = output };

    protected override Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override ChildProcessSpec Command() => new(
        Machine.Find("redis-server") ?? throw new InvalidOperationException("redis-server was not found; on Debian: apt-get install redis-server."),
        ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", DataDirectory, "--save", "", "--appendonly", "no", "--daemonize", "no"]);

    protected override Task<bool> AnswersAsync(CancellationToken cancellationToken) => Probe.RedisAsync("127.0.0.1", Port, cancellationToken);
}

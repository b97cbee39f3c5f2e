using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;

namespace Aspire.Hosting.Orchestration;

/// <summary>A server found for a backing resource: where it is and how to see whether it answers.</summary>
internal abstract class BackingServer
{
    public abstract string ConnectionString { get; }

    /// <summary>For the dashboard: where it comes from.</summary>
    public abstract string Source { get; }

    public virtual Task<int> Exited { get; } = new TaskCompletionSource<int>().Task;

    public virtual int ProcessId => 0;

    public abstract Task StartAsync(CancellationToken cancellationToken);

    public virtual Task StopAsync() => Task.CompletedTask;

    public abstract Task<bool> AnswersAsync(CancellationToken cancellationToken);

    protected static Task<bool> AskAsync(IResource resource, string connectionString, CancellationToken cancellationToken)
    {
        if (resource is PostgresServerResource or PostgresDatabaseResource)
        {
            return PostgresDatabase.AnswersAsync(connectionString, cancellationToken);
        }

        if (resource is RabbitMQServerResource)
        {
            var uri = new Uri(connectionString);
            return Probe.RabbitAsync(uri.Host, uri.Port > 0 ? uri.Port : 5672, cancellationToken);
        }

        var address = connectionString.Split(',')[0].Split(':');
        return Probe.RedisAsync(address[0], address.Length > 1 ? int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture) : 6379, cancellationToken);
    }
}

/// <summary>Somebody else's server, given by its connection string. Never started, never stopped.</summary>
internal sealed class GivenServer(IResource resource, string connectionString) : BackingServer
{
    public override string ConnectionString => connectionString;

    public override string Source => "given connection string";

    public override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<bool> AnswersAsync(CancellationToken cancellationToken) => AskAsync(resource, connectionString, cancellationToken);
}

/// <summary>A private instance of the program installed on this machine. Stopped and started again it keeps its port.</summary>
internal sealed class NativeBackingServer(Func<NativeServer> create, string source) : BackingServer
{
    private NativeServer? server;

    public override string ConnectionString => server switch
    {
        PostgresServer postgres => postgres.ConnectionString("postgres"),
        RabbitServer rabbit => rabbit.ConnectionString(),
        RedisServer redis => redis.ConnectionString,
        _ => throw new InvalidOperationException($"The {source} has not been started."),
    };

    public override string Source => source;

    public override Task<int> Exited => server?.Exited ?? base.Exited;

    public override int ProcessId => server?.ProcessId ?? 0;

    public override Task StartAsync(CancellationToken cancellationToken) => (server ??= create()).StartAgainAsync(cancellationToken);

    public override Task StopAsync() => server?.StopAsync() ?? Task.CompletedTask;

    public override async Task<bool> AnswersAsync(CancellationToken cancellationToken) => server is not null && await server.IsAnsweringAsync(cancellationToken);
}

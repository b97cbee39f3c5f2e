using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;

namespace Aspire.Hosting.Orchestration;

/// <summary>A server in a container of Docker or Podman, on a port of ours, its data in a named volume.</summary>
internal sealed class ContainerServer(IResource resource, string runtime, string volume, string password, Action<string, bool> output) : BackingServer
{
    private readonly int port = Machine.FreePort();
    private readonly string name = $"{resource.Name}-{Guid.NewGuid():N}";
    private ChildProcess? client;

    public override string ConnectionString => resource switch
    {
        PostgresServerResource => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Password={password};Database=postgres"),
        RabbitMQServerResource => string.Create(CultureInfo.InvariantCulture, $"amqp://egov:{password}@127.0.0.1:{port}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"),
    };

    public override string Source => $"{Image} ({Path.GetFileName(runtime)})";

    public override Task<int> Exited => client?.Exited ?? base.Exited;

    public override int ProcessId => client is { IsRunning: true } running ? running.Id : 0;

    private string Image => resource switch
    {
        PostgresServerResource => "docker.io/library/postgres:15",
        RabbitMQServerResource => "docker.io/library/rabbitmq:3.13",
        _ => "docker.io/library/redis:7",
    };

    /// <summary>The container engine that answers; null when none does. A client without an engine is common.</summary>
    public static async Task<string?> FindRuntimeAsync(CancellationToken cancellationToken)
    {
        foreach (var program in new[] { "docker", "podman" })
        {
            if (Machine.Find(program) is { } path)
            {
                await using var info = ChildProcess.Start(new ChildProcessSpec(path, ["info"]));
                var ended = await Task.WhenAny(info.Exited, Task.Delay(TimeSpan.FromSeconds(5), cancellationToken));
                if (ended == info.Exited && await info.Exited == 0)
                {
                    return path;
                }
            }
        }

        return null;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var (inner, folder, variables) = resource switch
        {
            PostgresServerResource => (5432, "/var/lib/postgresql/data", new[] { "POSTGRES_PASSWORD" }),
            RabbitMQServerResource => (5672, "/var/lib/rabbitmq", new[] { "RABBITMQ_DEFAULT_USER", "RABBITMQ_DEFAULT_PASS" }),
            _ => (6379, "/data", Array.Empty<string>()),
        };

        // Named without a value, a variable is taken from the client's environment and stays out of the process list.
        client = ChildProcess.Start(new ChildProcessSpec(runtime,
            ["run", "--rm", "--name", name, "--hostname", resource.Name, "-p", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}:{inner}"),
                "-v", $"{volume}:{folder}", .. variables.SelectMany(v => new[] { "-e", v }), Image])
        {
            Environment = variables.ToDictionary(v => v, v => (string?)(v == "RABBITMQ_DEFAULT_USER" ? "egov" : password), StringComparer.Ordinal),
            Output = output,

            // Killing the client leaves the container.
            AtEnd = $"'{runtime}' rm -f {name}",
        });

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        while (!await AnswersAsync(limit.Token))
        {
            if (!client.IsRunning)
            {
                throw new DistributedApplicationException($"The container of {resource.Name} ended with code {await client.Exited}.");
            }

            await Task.Delay(100, limit.Token);
        }
    }

    public override async Task StopAsync()
    {
        if (client is not null)
        {
            await using var stop = ChildProcess.Start(new ChildProcessSpec(runtime, ["stop", name]));
            await Task.WhenAny(stop.Exited, Task.Delay(TimeSpan.FromSeconds(30)));
            await client.DisposeAsync();
        }
    }

    public override Task<bool> AnswersAsync(CancellationToken cancellationToken) => AskAsync(resource, ConnectionString, cancellationToken);
}

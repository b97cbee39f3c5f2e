using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>Finds a backing server: a given connection string, a container engine that answers, programs of this machine, in this order.</summary>
internal sealed class ServerLauncher(IConfiguration configuration, Workplace workplace, ResourceBoard board, SecretMask mask, ResourceCollection resources) : ILauncher
{
    public string CheckName(IResource resource) => $"{resource.Name}_check";

    public async Task<RunningResource> LaunchAsync(IResource resource, CancellationToken cancellationToken)
    {
        var backing = (BackingServerResource)resource;
        var databases = resources.OfType<PostgresDatabaseResource>().Where(d => d.Parent == resource).ToList();
        if (databases.Count > 0 && databases.TrueForAll(d => configuration.GetConnectionString(d.Name) is not null))
        {
            return new StandingResource { Properties = [new("resource.source", "not needed: every database is given")] };
        }

        var server = backing.Server ??= await FindAsync(backing, cancellationToken);
        try
        {
            await server.StartAsync(cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            throw new DistributedApplicationException(mask.Apply(e.Message), e);
        }

        mask.AddFrom(server.ConnectionString);
        return new RunningServer(server)
        {
            Properties =
            [
                new("resource.source", server.Source),
                new("resource.connectionString", mask.Apply(server.ConnectionString), Sensitive: true),
                .. server.ProcessId == 0 ? Array.Empty<ResourceProperty>() : [RunningProcess.Pid(server.ProcessId)],
            ],
        };
    }

    public async Task<string?> CheckAsync(IResource resource, CancellationToken cancellationToken) =>
        ((BackingServerResource)resource).Server is { } server && !await server.AnswersAsync(cancellationToken) ? "It does not answer." : null;

    private async Task<BackingServer> FindAsync(BackingServerResource resource, CancellationToken cancellationToken)
    {
        if (configuration.GetConnectionString(resource.Name) is { } given)
        {
            return new GivenServer(resource, given);
        }

        var log = board.Log(resource);
        void Output(string line, bool error) => log.Write(mask.Apply(line), error);
        if (await ContainerServer.FindRuntimeAsync(cancellationToken) is { } runtime)
        {
            var password = workplace.Secret(resource.Name);
            mask.Add(password);
            var volume = $"{Path.GetFileName(workplace.Root)}-{resource.Name}".ToLowerInvariant();
            return new ContainerServer(resource, runtime, volume, password, Output);
        }

        var data = workplace.Folder(resource.Name);
        return resource switch
        {
            PostgresServerResource when PostgresServer.IsInstalled =>
                new NativeBackingServer(() => PostgresServer.Create(data, output: Output), "private PostgreSQL"),
            RabbitMQServerResource when RabbitServer.IsInstalled => new NativeBackingServer(() => RabbitServer.Create(data, Output), "private RabbitMQ"),
            RedisResource when RedisServer.IsInstalled => new NativeBackingServer(() => RedisServer.Create(data, Output), "private Redis"),
            _ => throw new DistributedApplicationException(
                $"Nothing to run {resource.Name} on: set ConnectionStrings__{resource.Name}, start Docker or Podman, "
                + $"or install the programs (on Debian: apt-get install {Package(resource)})."),
        };
    }

    private static string Package(IResource resource) => resource switch
    {
        PostgresServerResource => "postgresql-15",
        RabbitMQServerResource => "rabbitmq-server",
        _ => "redis-server",
    };

    private sealed class RunningServer(BackingServer server) : RunningResource
    {
        public override Task<int> Exited { get; } = server.Exited;

        public override Task StopAsync() => server.StopAsync();
    }
}

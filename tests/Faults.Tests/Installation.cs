using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting.Native;
using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// The whole platform with several processes of every service and of the gateway, on private durable servers. Every way from
/// a process to a server and to a process is a <see cref="Link"/>.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    // In MiB. PostgreSQL keeps up to 1 GiB of its log; a smaller disk of the broker is looked at often enough to clear its alarm at once.
    private const int PostgresDisk = 2048;
    private const int RabbitDisk = 384;

    private readonly Safe safe;
    private readonly string password = RandomNumberGenerator.GetHexString(24);
    private IReadOnlyDictionary<string, string?> more = new Dictionary<string, string?>(StringComparer.Ordinal);

    private Installation(PostgresServer postgres, RabbitServer rabbit, RedisServer redis, (Disk Postgres, Disk Rabbit) disks, Safe safe, string folder, int replicas)
    {
        (Postgres, Rabbit, Redis, Disks, this.safe, Folder) = (postgres, rabbit, redis, disks, safe, folder);
        All = [.. Programs.Services.Append(Programs.Gateway).SelectMany(s => Enumerable.Range(0, replicas).Select(i => new Replica(this, s, i)))];
    }

    public string Folder { get; }

    public PostgresServer Postgres { get; }

    public RabbitServer Rabbit { get; }

    public RedisServer Redis { get; }

    /// <summary>What PostgreSQL and the broker store on.</summary>
    public (Disk Postgres, Disk Rabbit) Disks { get; }

    public IReadOnlyList<Replica> All { get; }

    public IReadOnlyList<Replica> Gateways => [.. All.Where(r => r.Service == Programs.Gateway)];

    /// <param name="safe">What is kept outside the servers.</param>
    /// <param name="replicas">Processes of each service and of the gateway.</param>
    /// <param name="folder">Its folder, which may hold a restored PostgreSQL.</param>
    /// <param name="settings">Settings of every process beside the usual ones.</param>
    /// <param name="build">Folder of the build to start; null for this version's.</param>
    public static async Task<Installation> StartAsync(Safe safe, int replicas, string? folder = null, IReadOnlyDictionary<string, string?>? settings = null, string? build = null)
    {
        var restored = folder is not null;
        folder ??= Directory.CreateTempSubdirectory("egov-faults.").FullName;
        var disks = (
            // A disk would hide what was restored.
            await Disk.MountAsync(Path.Combine(folder, restored ? "unused" : "postgres"), PostgresDisk),
            await Disk.MountAsync(Path.Combine(folder, "rabbitmq"), RabbitDisk));
        var postgres = PostgresServer.StartAsync(Path.Combine(folder, "postgres"), durable: true);
        var rabbit = RabbitServer.StartAsync(Path.Combine(folder, "rabbitmq"));
        var redis = RedisServer.StartAsync(Path.Combine(folder, "redis"));
        var site = new Installation(await postgres, await rabbit, await redis, disks, safe, folder, replicas) { more = settings ?? new Dictionary<string, string?>(StringComparer.Ordinal) };
        foreach (var replica in site.All)
        {
            replica.Links["postgres"] = new Link(site.Postgres.Port);
            replica.Links["rabbitmq"] = new Link(site.Rabbit.Port);
            replica.Links["redis"] = new Link(site.Redis.Port);
            replica.Links["grpc"] = new Link(replica.GrpcPort);
            replica.Links["http"] = new Link(replica.HttpPort);
        }

        await site.MigrateAsync(build ?? Programs.Built);
        foreach (var replica in site.All)
        {
            replica.Build = build ?? Programs.Built;
            replica.Start();
        }

        foreach (var replica in site.All)
        {
            await replica.ReadyAsync();
        }

        return site;
    }

    /// <summary>Connection string of a service's database, past all links.</summary>
    public string Database(string service) => Postgres.ConnectionString(service + "db");

    /// <summary>Brings all databases to a build's version.</summary>
    public Task MigrateAsync(string build) => Task.WhenAll(Programs.Services.Select(s => MigrateAsync(s, build)));

    /// <summary>What a replica finds in its environment.</summary>
    public IReadOnlyDictionary<string, string?> Settings(Replica replica)
    {
        var settings = new Dictionary<string, string?>(more, StringComparer.Ordinal)
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Kestrel__Endpoints__http__Url"] = Address(replica.HttpPort),
            ["Kestrel__Endpoints__grpc__Url"] = Address(replica.GrpcPort),
            ["Access__DevelopmentKey"] = TestIssuer.KeyPath,
            ["ConnectionStrings__cache"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{replica.Links["redis"].Port}"),
        };
        if (replica.Service != Programs.Gateway)
        {
            settings["ConnectionStrings__messaging"] = Rabbit.ConnectionString().Replace($":{Rabbit.Port}", $":{replica.Links["rabbitmq"].Port}", StringComparison.Ordinal);
            AddStore(settings, replica.Service, replica.Links["postgres"].Port);
        }

        foreach (var (other, number) in All.Where(r => r.Service != Programs.Gateway && r.Service != replica.Service).GroupBy(r => r.Service).SelectMany(g => g.Select((r, i) => (r, i))))
        {
            settings[$"services__{other.Service}__grpc__{number}"] = Address(other.Links["grpc"].Port);
            settings[$"services__{other.Service}__http__{number}"] = Address(other.Links["http"].Port);
        }

        return settings;
    }

    /// <summary>Brings back whatever is not there, so that a schedule which failed in the middle does not fail those after it.</summary>
    public async Task MendAsync()
    {
        Disks.Postgres.Free();
        Disks.Rabbit.Free();
        await Task.WhenAll(Postgres.ReviveAsync(), Rabbit.ReviveAsync(), Redis.ReviveAsync());
        foreach (var replica in All)
        {
            replica.Links.Values.ToList().ForEach(l => l.Heal());
            replica.Thaw();
            if (replica.ProcessId == 0)
            {
                replica.Start();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(All.Select(r => r.DisposeAsync().AsTask()));
        await Rabbit.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        await Disks.Postgres.DisposeAsync();
        await Disks.Rabbit.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    private async Task MigrateAsync(string service, string build)
    {
        await Postgres.EnsureDatabaseAsync(service + "db", service + "db", password);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_ENVIRONMENT"] = "Development", ["Access__DevelopmentKey"] = TestIssuer.KeyPath };
        AddStore(settings, service, Postgres.Port);
        var said = new List<string>();
        await using var migrate = ChildProcess.Start(new ChildProcessSpec("dotnet", [Programs.Of(service, build), "migrate"])
        {
            Environment = settings,
            Output = (line, _) =>
            {
                lock (said)
                {
                    said.Add(line);
                }
            },
        });
        Assert.True(await migrate.Exited.WaitAsync(TimeSpan.FromMinutes(2)) == 0, $"{service} could not be migrated:\n{string.Join('\n', said)}");
    }

    private void AddStore(Dictionary<string, string?> settings, string service, int port)
    {
        settings["Personal__MasterKey"] = safe.MasterKey;
        settings["Personal__ErasureLedger"] = safe.Erasures;
        settings[$"ConnectionStrings__{service}db"] = Postgres.ConnectionString(service + "db", service + "db", password)
            .Replace($"Port={Postgres.Port}", $"Port={port}", StringComparison.Ordinal);
    }
}

using System.Globalization;
using Aspire.Hosting.Native;
using Npgsql;

namespace EGovPlatform.Faults.Tests;

/// <summary>A site on private durable servers. Every way from a process to a server and to a process is a <see cref="Link"/>.</summary>
internal sealed class Installation : Site
{
    // In MiB. PostgreSQL keeps up to 1 GiB of its log; a smaller disk of the broker is looked at often enough to clear its alarm at once.
    private const int PostgresDisk = 2048;
    private const int RabbitDisk = 384;

    private Installation(
        PostgresServer postgres, RabbitServer rabbit, RedisServer redis, (Disk Postgres, Disk Rabbit) disks, Safe safe, string folder, int replicas, IReadOnlyDictionary<string, string?>? settings, bool linked)
        : base(safe, folder, replicas, settings, linked)
    {
        (Postgres, Rabbit, Redis, Disks) = (postgres, rabbit, redis, disks);
        foreach (var replica in All)
        {
            replica.Links["postgres"] = new Link(Postgres.Port);
            replica.Links["rabbitmq"] = new Link(Rabbit.Port);
            replica.Links["redis"] = new Link(Redis.Port);
        }
    }

    public PostgresServer Postgres { get; }

    public RabbitServer Rabbit { get; }

    public RedisServer Redis { get; }

    /// <summary>What PostgreSQL and the broker store on.</summary>
    public (Disk Postgres, Disk Rabbit) Disks { get; }

    /// <param name="safe">What is kept outside the servers.</param>
    /// <param name="replicas">Processes of each service and of the gateway.</param>
    /// <param name="folder">Its folder, which may hold a restored PostgreSQL.</param>
    /// <param name="settings">Settings of every process beside the usual ones.</param>
    /// <param name="build">Folder of the build to start; null for this version's.</param>
    /// <param name="linked">Whether the ways from process to process are links too.</param>
    public static async Task<Installation> StartAsync(Safe safe, int replicas, string? folder = null, IReadOnlyDictionary<string, string?>? settings = null, string? build = null, bool linked = true)
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
        var site = new Installation(await postgres, await rabbit, await redis, disks, safe, folder, replicas, settings, linked);
        await site.StartAllAsync(build ?? Programs.Built);
        return site;
    }

    public override string Database(string service) => Postgres.ConnectionString(service + "db");

    /// <summary>Changes settings of PostgreSQL that need a restart, and restarts it.</summary>
    /// <param name="settings">Each as <c>name = value</c>.</param>
    public async Task ConfigurePostgresAsync(params string[] settings)
    {
        foreach (var setting in settings)
        {
            await ExecuteAsync($"alter system set {setting}");
        }

        await Postgres.StopAsync();
        await Postgres.StartAgainAsync();
    }

    /// <summary>Runs a statement as PostgreSQL's superuser, in its own database.</summary>
    /// <returns>The first column of the first row.</returns>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Postgres.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
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

    protected override string Store(string service, Replica? replica) => Through(Postgres.ConnectionString(service + "db", service + "db", Password), "Port=", Postgres.Port, replica, "postgres");

    protected override string Messaging(Replica replica) => Through(Rabbit.ConnectionString(), ":", Rabbit.Port, replica, "rabbitmq");

    protected override string Cache(Replica replica) => Through(Redis.ConnectionString, ":", Redis.Port, replica, "redis");

    protected override Task EnsureDatabaseAsync(string service) => Postgres.EnsureDatabaseAsync(service + "db", service + "db", Password);

    protected override async Task EndServersAsync()
    {
        await Rabbit.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        await Disks.Postgres.DisposeAsync();
        await Disks.Rabbit.DisposeAsync();
    }

    private static string Through(string address, string before, int port, Replica? replica, string link) => replica is null ? address : address.Replace(
        string.Create(CultureInfo.InvariantCulture, $"{before}{port}"), string.Create(CultureInfo.InvariantCulture, $"{before}{replica.Links[link].Port}"), StringComparison.Ordinal);
}

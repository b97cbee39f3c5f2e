using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting.Native;
using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>The whole platform with one or several processes of every service and of the gateway, whatever servers it stands on.</summary>
internal abstract class Site : IAsyncDisposable
{
    private readonly Safe safe;
    private readonly IReadOnlyDictionary<string, string?> more;

    /// <param name="safe">What is kept outside the servers.</param>
    /// <param name="folder">Its folder, which goes with it.</param>
    /// <param name="replicas">Processes of each service and of the gateway.</param>
    /// <param name="settings">Settings of every process beside the usual ones.</param>
    /// <param name="linked">Whether the ways from process to process are links too. A link takes a connection to a process that is not there, which a machine would refuse.</param>
    protected Site(Safe safe, string folder, int replicas, IReadOnlyDictionary<string, string?>? settings = null, bool linked = true)
    {
        (this.safe, Folder, more, Linked) = (safe, folder, settings ?? new Dictionary<string, string?>(StringComparer.Ordinal), linked);
        All = [.. Programs.Services.Append(Programs.Gateway).SelectMany(s => Enumerable.Range(0, replicas).Select(i => new Replica(this, s, i)))];
        foreach (var replica in linked ? All : [])
        {
            replica.Links["grpc"] = new Link(replica.GrpcPort);
            replica.Links["http"] = new Link(replica.HttpPort);
        }
    }

    public string Folder { get; }

    /// <summary>Whether the ways from process to process are links.</summary>
    public bool Linked { get; }

    public IReadOnlyList<Replica> All { get; }

    public IReadOnlyList<Replica> Gateways => [.. All.Where(r => r.Service == Programs.Gateway)];

    /// <summary>Password of each service's login.</summary>
    protected string Password { get; } = RandomNumberGenerator.GetHexString(24);

    /// <summary>Where others reach a process.</summary>
    /// <param name="replica">The process.</param>
    /// <param name="way">grpc or http.</param>
    public int PortOf(Replica replica, string way) => Linked ? replica.Links[way].Port : way == "grpc" ? replica.GrpcPort : replica.HttpPort;

    /// <summary>Connection string of a service's database for its superuser, past all links.</summary>
    public abstract string Database(string service);

    /// <summary>Waits until every process says that it is ready for work.</summary>
    public async Task ReadyAsync()
    {
        foreach (var replica in All)
        {
            await replica.ReadyAsync();
        }
    }

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
            ["ConnectionStrings__cache"] = Cache(replica),
        };
        if (replica.Service != Programs.Gateway)
        {
            settings["ConnectionStrings__messaging"] = Messaging(replica);
            AddStore(settings, replica.Service, replica);
        }

        foreach (var (other, number) in All.Where(r => r.Service != Programs.Gateway && r.Service != replica.Service).GroupBy(r => r.Service).SelectMany(g => g.Select((r, i) => (r, i))))
        {
            settings[$"services__{other.Service}__grpc__{number}"] = Address(PortOf(other, "grpc"));
            settings[$"services__{other.Service}__http__{number}"] = Address(PortOf(other, "http"));
        }

        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(All.Select(r => r.DisposeAsync().AsTask()));
        await EndServersAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Connection string of a service's own login.</summary>
    /// <param name="replica">Whose links it goes through; null: none.</param>
    protected abstract string Store(string service, Replica? replica);

    protected abstract string Messaging(Replica replica);

    protected abstract string Cache(Replica replica);

    /// <summary>Makes sure that a service's database is there.</summary>
    protected abstract Task EnsureDatabaseAsync(string service);

    protected abstract Task EndServersAsync();

    /// <summary>Migrates and starts all processes of a build.</summary>
    protected async Task StartAllAsync(string build)
    {
        await MigrateAsync(build);
        foreach (var replica in All)
        {
            replica.Build = build;
            replica.Start();
        }

        await ReadyAsync();
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    private async Task MigrateAsync(string service, string build)
    {
        await EnsureDatabaseAsync(service);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_ENVIRONMENT"] = "Development", ["Access__DevelopmentKey"] = TestIssuer.KeyPath };
        AddStore(settings, service, replica: null);
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

    private void AddStore(Dictionary<string, string?> settings, string service, Replica? replica)
    {
        settings["Personal__MasterKey"] = safe.MasterKey;
        settings["Personal__ErasureLedger"] = safe.Erasures;
        settings[$"ConnectionStrings__{service}db"] = Store(service, replica);
    }
}

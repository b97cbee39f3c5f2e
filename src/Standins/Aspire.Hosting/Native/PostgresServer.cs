using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Aspire.Hosting.Native;

/// <summary>A private PostgreSQL. Its superuser is <c>postgres</c>; the password is random and kept beside the data.</summary>
public sealed class PostgresServer : NativeServer
{
    private static readonly string[] Unshared = ["-U", "--map-user=1000", "--map-group=1000", "--"];

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);

    private readonly bool durable;
    private string? programs;

    private PostgresServer(string dataDirectory, bool durable)
        : base(dataDirectory) => this.durable = durable;

    protected override string Name => "PostgreSQL";

    // Fast shutdown: TERM would wait for every client to leave.
    protected override string StopSignal => "INT";

    private string Cluster => Path.Combine(DataDirectory, "cluster");

    private string PasswordFile => Path.Combine(DataDirectory, "password");

    private string Programs => programs ??= FindPrograms() ?? throw new InvalidOperationException(
        "PostgreSQL's initdb and postgres were not found; on Debian: apt-get install postgresql-15.");

    public static bool IsInstalled => FindPrograms() is not null;

    /// <summary>Starts a server on <paramref name="dataDir"/>, creating the cluster when the folder holds none.</summary>
    /// <param name="durable">False gives up crash safety for speed: for tests that never kill the server.</param>
    public static Task<PostgresServer> StartAsync(string dataDir, CancellationToken cancellationToken = default, bool durable = true, Action<string, bool>? output = null) =>
        StartedAsync(Create(dataDir, durable, output), cancellationToken);

    /// <summary>Describes a server without starting it.</summary>
    public static PostgresServer Create(string dataDir, bool durable = true, Action<string, bool>? output = null) =>
        new(dataDir, durable) { Output = output };

    /// <summary>A connection string for <paramref name="database"/>; without a user, the superuser's.</summary>
    public string ConnectionString(string database, string? user = null, string? password = null) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = user ?? "postgres",
        Password = user is null ? Machine.Secret(PasswordFile) : password,
    }.ConnectionString;

    /// <summary>Makes sure that <paramref name="database"/> exists, belongs to <paramref name="owner"/> and lets nobody else in.</summary>
    public Task EnsureDatabaseAsync(string database, string owner, string password, CancellationToken cancellationToken = default) =>
        PostgresDatabase.EnsureAsync(ConnectionString("postgres"), database, owner, password, cancellationToken);

    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(Cluster, "PG_VERSION")))
        {
            await ForgetDeadServerAsync(cancellationToken);
            return;
        }

        Machine.Secret(PasswordFile);
        await RunAsync(Tool("initdb", "-D", Cluster, "-U", "postgres", "-A", "scram-sha-256", $"--pwfile={PasswordFile}",
            "--no-sync", "--locale=C.UTF-8", "--encoding=UTF8", "--no-instructions"), TimeSpan.FromMinutes(1), cancellationToken);
    }

    protected override ChildProcessSpec Command()
    {
        List<string> arguments =
        [
            "-D", Cluster,
            "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=",
            "-c", "max_connections=300",
            "-c", "jit=off",
        ];
        if (!durable)
        {
            arguments.AddRange(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]);
        }

        return Tool("postgres", [.. arguments]);
    }

    protected override Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        PostgresDatabase.AnswersAsync(ConnectionString("postgres"), cancellationToken);

    // PostgreSQL refuses to run as root; in a user namespace of its own it is somebody else, on files that stay ours.
    private ChildProcessSpec Tool(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs, program);
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["LC_ALL"] = "C.UTF-8" };
        return Environment.IsPrivilegedProcess
            ? new("unshare", [.. Unshared, path, .. arguments]) { Environment = environment }
            : new(path, arguments) { Environment = environment };
    }

    // A killed server leaves its process id behind, which by now may be somebody else's; PostgreSQL would refuse to start. One that is still
    // ending, because who started it was killed, is waited for; one that stays is left to PostgreSQL, which names it.
    private async Task ForgetDeadServerAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(Cluster, "postmaster.pid");
        if (!Directory.Exists("/proc/self"))
        {
            return;
        }

        for (var waited = Stopwatch.StartNew(); await IsServedAsync(file, cancellationToken); await Task.Delay(25, cancellationToken))
        {
            if (waited.Elapsed > EndLimit)
            {
                return;
            }
        }

        File.Delete(file);
    }

    /// <summary>Whether the process that a lock file names is there and serves this cluster.</summary>
    private async Task<bool> IsServedAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var process = (await File.ReadAllLinesAsync(file, cancellationToken)).FirstOrDefault();
            return (await File.ReadAllTextAsync($"/proc/{process}/cmdline", cancellationToken)).Contains(Cluster, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // Gone, if need be while we looked.
            return false;
        }
    }

    private static string? FindPrograms() =>
        Path.GetDirectoryName(Machine.Find("initdb", Machine.Versions("/usr/lib/postgresql", "bin")));
}

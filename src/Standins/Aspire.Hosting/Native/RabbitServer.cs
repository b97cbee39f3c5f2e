using System.Globalization;

namespace Aspire.Hosting.Native;

/// <summary>A private RabbitMQ node with an epmd of its own. Its only user is <c>egov</c>; the password is random and kept beside the data.</summary>
public sealed class RabbitServer : NativeServer
{
    private const string User = "egov";
    private readonly int distributionPort = Machine.FreePort();
    private readonly int mapperPort = Machine.FreePort();
    private ChildProcess? mapper;

    private RabbitServer(string dataDirectory)
        : base(dataDirectory)
    {
    }

    protected override string Name => "RabbitMQ";

    // A start costs six seconds of a core; two cores with other work have made it take more than 60 s.
    protected override TimeSpan StartLimit => TimeSpan.FromSeconds(180);

    public static bool IsInstalled => Find("rabbitmq-server") is not null && Machine.Find("epmd") is not null;

    /// <summary>Where <c>rabbitmqctl</c> is.</summary>
    public static string ControlProgram => Find("rabbitmqctl") ?? throw Missing();

    /// <summary>What <c>rabbitmqctl</c> needs in its environment to reach this node.</summary>
    public IReadOnlyDictionary<string, string?> ControlEnvironment => Variables();

    /// <summary>What the broker stores. Deleting it while the node is down is the loss of the whole broker.</summary>
    public string StoreDirectory => Path.Combine(DataDirectory, "store");

    private string Password => Machine.Secret(Path.Combine(DataDirectory, "password"));

    public static Task<RabbitServer> StartAsync(string dataDir, CancellationToken cancellationToken = default, Action<string, bool>? output = null) =>
        StartedAsync(Create(dataDir, output), cancellationToken);

    /// <summary>Describes a server without starting it.</summary>
    public static RabbitServer Create(string dataDir, Action<string, bool>? output = null) =>
        new(dataDir) { Output = output };

    /// <summary>An AMQP URI; without a virtual host, that of the default one.</summary>
    public string ConnectionString(string? virtualHost = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"amqp://{User}:{Password}@127.0.0.1:{Port}{(virtualHost is null ? "" : "/" + Uri.EscapeDataString(virtualHost))}");

    /// <summary>Creates a virtual host in which our user may do everything.</summary>
    public Task CreateVirtualHostAsync(string name, CancellationToken cancellationToken = default) => CreateVirtualHostsAsync([name], cancellationToken);

    /// <summary>Creates virtual hosts in which our user may do everything.</summary>
    public Task CreateVirtualHostsAsync(IEnumerable<string> names, CancellationToken cancellationToken = default)
    {
        // One call into the node for all: every start of rabbitmqctl costs more than a second.
        var list = string.Join(", ", names.Select(name => $"<<\"{name}\">>"));
        var erlang = $"[begin ok = rabbit_vhost:add(V, <<\"{User}\">>), "
            + $"ok = rabbit_auth_backend_internal:set_permissions(<<\"{User}\">>, V, <<\".*\">>, <<\".*\">>, <<\".*\">>, <<\"{User}\">>) end || V <- [{list}]].";
        return ControlAsync(["eval", erlang], cancellationToken);
    }

    /// <summary>Runs <c>rabbitmqctl</c> against this node.</summary>
    public Task ControlAsync(IEnumerable<string> arguments, CancellationToken cancellationToken = default) => RunAsync(
        new(ControlProgram, ["-n", "egov@localhost", .. arguments]) { Environment = Variables() },
        TimeSpan.FromSeconds(60),
        cancellationToken);

    public override async Task StopAsync()
    {
        await base.StopAsync();
        await EndMapperAsync();
    }

    public override async Task KillAsync()
    {
        await base.KillAsync();
        await EndMapperAsync();
    }

    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await EndMapperAsync();
        await File.WriteAllTextAsync(Path.Combine(DataDirectory, "enabled_plugins"), "[].\n", cancellationToken);
        var configuration = Path.Combine(DataDirectory, "rabbitmq.conf");
        File.Delete(configuration);
        Machine.CreatePrivateFile(configuration, $"default_user = {User}\ndefault_pass = {Password}\nlog.console = true\nlog.console.level = info\nlog.file = false\n");

        // Without one of its own the node would start a daemon that outlives it.
        mapper = ChildProcess.Start(new(
            Machine.Find("epmd") ?? throw Missing(),
            ["-address", "127.0.0.1", "-port", mapperPort.ToString(CultureInfo.InvariantCulture)]));
    }

    protected override ChildProcessSpec Command() => new(Find("rabbitmq-server") ?? throw Missing(), []) { Environment = Variables() };

    protected override Task<bool> AnswersAsync(CancellationToken cancellationToken) => Probe.RabbitAsync("127.0.0.1", Port, cancellationToken);

    private static InvalidOperationException Missing() => new("RabbitMQ was not found; on Debian: apt-get install rabbitmq-server.");

    // The wrapper in /usr/sbin insists on the system's own user; the scripts behind it do not.
    private static string? Find(string script) =>
        Machine.Find(script, ["/usr/lib/rabbitmq/bin", .. Machine.Versions("/usr/lib/rabbitmq/lib", "sbin")]);

    private Dictionary<string, string?> Variables() => new(StringComparer.Ordinal)
    {
        ["HOME"] = DataDirectory,
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(DataDirectory, "rabbitmq.conf"),
        ["RABBITMQ_NODENAME"] = "egov@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = Port.ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_DIST_PORT"] = distributionPort.ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_MNESIA_BASE"] = StoreDirectory,
        ["RABBITMQ_LOG_BASE"] = Path.Combine(DataDirectory, "log"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(DataDirectory, "enabled_plugins"),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = mapperPort.ToString(CultureInfo.InvariantCulture),

        // The script then becomes the node instead of guarding it, so that our process id is the node's.
        ["RUNNING_UNDER_SYSTEMD"] = "1",
    };

    private async Task EndMapperAsync()
    {
        if (mapper is not null)
        {
            await mapper.DisposeAsync();
            mapper = null;
        }
    }
}

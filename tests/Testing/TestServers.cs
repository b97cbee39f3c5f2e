namespace EGovPlatform.Testing;

/// <summary>The servers tests run against: those test.sh started for all projects, or else own ones, started when first asked for.</summary>
public static class TestServers
{
    // The client gives up after one second, which a busy machine can take from a test at any time.
    private const string PatientRedis = ",connectTimeout=90000,syncTimeout=90000,responseTimeout=90000";

    private static readonly Lazy<OwnServers> Own = new(StartOwn);
    private static readonly HttpClient Control = new() { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Connection string of PostgreSQL's superuser.</summary>
    public static async Task<string> PostgresAsync() => Given("EGOV_TEST_POSTGRES") ?? await Own.Value.PostgresAsync();

    /// <summary>AMQP URI of the default virtual host; tests take one of their own by <see cref="TestVhost"/>.</summary>
    public static async Task<string> RabbitAsync() => Given("EGOV_TEST_RABBITMQ") ?? await Own.Value.RabbitAsync();

    /// <summary>Connection string of Redis. It is shared: prefix keys with something random.</summary>
    public static async Task<string> RedisAsync() => (Given("EGOV_TEST_REDIS") ?? await Own.Value.RedisAsync()) + PatientRedis;

    internal static async Task<string> NewVirtualHostAsync()
    {
        if (Given("EGOV_TEST_CONTROL") is not { } control)
        {
            return await Own.Value.NewVirtualHostAsync();
        }

        using var answer = await Control.PostAsync(new Uri($"{control}/virtual-hosts"), content: null);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    private static string? Given(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static OwnServers StartOwn()
    {
        var folder = Directory.CreateTempSubdirectory("egov-test.").FullName;
        var servers = new OwnServers(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            // The only place left to wait: the process is ending.
            servers.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(20));
            Directory.Delete(folder, recursive: true);
        };
        return servers;
    }
}

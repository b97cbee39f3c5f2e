namespace EGovPlatform.Testing;

/// <summary>A RabbitMQ virtual host for one test class. It goes with its server, so there is nothing to dispose.</summary>
public sealed class TestVhost
{
    private TestVhost(string connectionString) => ConnectionString = connectionString;

    /// <summary>AMQP URI.</summary>
    public string ConnectionString { get; }

    public static async Task<TestVhost> CreateAsync() => new(await TestServers.NewVirtualHostAsync());
}

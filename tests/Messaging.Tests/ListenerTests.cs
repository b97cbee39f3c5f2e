using System.Diagnostics;
using System.Text;
using Aspire.Hosting.Native;
using EGovPlatform.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace EGovPlatform.Messaging.Tests;

/// <summary>A user made by <c>egov operate listener</c>, against a real broker.</summary>
public sealed class ListenerTests(ListenerTests.Broker broker) : IClassFixture<ListenerTests.Broker>
{
    private const int AccessRefused = 403;
    private const string Exchange = "egov.changes";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Hears_what_it_binds_to_and_may_do_nothing_else()
    {
        var password = await broker.ListenerAsync("portal");
        await using var connection = await broker.ConnectAsync("portal", password);
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            await channel.QueueDeclareAsync("portal.changes", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-dead-letter-exchange"] = "portal.dead" });
            await channel.QueueBindAsync("portal.changes", Exchange, "egov.countries.#");
            await broker.PublishAsync("egov.countries.country.updated", "hello");
            BasicGetResult? got = null;
            await Eventually.Async("the event", async () => (got = await channel.BasicGetAsync("portal.changes", autoAck: true)) is not null);
            Assert.Equal("hello", Encoding.UTF8.GetString(got!.Body.Span));
        }

        await RefusedAsync(connection, c => c.BasicPublishAsync(Exchange, "egov.countries.country.updated", "forged"u8.ToArray()).AsTask());
        await RefusedAsync(connection, c => c.BasicPublishAsync("", "reporting.changes", "forged"u8.ToArray()).AsTask());
        await RefusedAsync(connection, c => c.BasicGetAsync("reporting.changes", autoAck: true));
        await RefusedAsync(connection, c => c.QueuePurgeAsync("reporting.changes"));
        await RefusedAsync(connection, c => c.QueueDeleteAsync("reporting.changes"));
        await RefusedAsync(connection, c => c.QueueBindAsync("reporting.changes", Exchange, "egov.countries.#"));
        await RefusedAsync(connection, c => c.QueueDeclareAsync("other.changes"));
        await RefusedAsync(connection, c => c.QueueDeclareAsync("portals.changes"));
        await RefusedAsync(connection, c => c.ExchangeDeleteAsync(Exchange));
        await RefusedAsync(connection, c => c.QueueBindAsync("portal.changes", "amq.topic", "#"));
        await RefusedAsync(connection, c => c.QueueBindAsync("portal.changes", Exchange, "#"));
        Assert.Equal(1u, await broker.MessagesAsync("reporting.changes"));
    }

    [Fact]
    public async Task May_be_kept_to_some_keys_and_gets_a_new_password()
    {
        var first = await broker.ListenerAsync("tax-office", "--keys", "^egov\\.activities\\.");
        var (code, output) = await broker.EgovAsync("tax-office");
        Assert.Equal(1, code);
        Assert.Contains("already exists", output, StringComparison.Ordinal);
        var second = await broker.ListenerAsync("tax-office", "--new-password", "--keys", "^egov\\.activities\\.");
        await Assert.ThrowsAsync<BrokerUnreachableException>(() => broker.ConnectAsync("tax-office", first));
        await using var connection = await broker.ConnectAsync("tax-office", second);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await channel.QueueDeclareAsync("tax-office.changes", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("tax-office.changes", Exchange, "egov.activities.#");
        await RefusedAsync(connection, c => c.QueueBindAsync("tax-office.changes", Exchange, "egov.countries.#"));
    }

    [Theory]
    [InlineData("egov")]
    [InlineData("reporting")]
    [InlineData("a.b")]
    [InlineData(".*")]
    public async Task Takes_no_name_of_the_platform_and_no_pattern(string name)
    {
        var (code, output) = await broker.EgovAsync(name);
        Assert.Equal(2, code);
        Assert.Contains("is no name for a listener", output, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(IConnection connection, Func<IChannel, Task> act)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        var closed = new TaskCompletionSource<ushort>(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, e) =>
        {
            closed.TrySetResult(e.ReplyCode);
            return Task.CompletedTask;
        };
        try
        {
            await act(channel);
        }
        catch (Exception e) when (e is OperationInterruptedException or AlreadyClosedException)
        {
            // The broker's word comes with the end of the channel.
        }

        Assert.Equal(AccessRefused, await closed.Task.WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    /// <summary>A broker with the platform's exchange and one of its queues, with a message in it.</summary>
    public sealed class Broker : IAsyncLifetime
    {
        private readonly string folder = Directory.CreateTempSubdirectory("egov-listener.").FullName;
        private RabbitServer? server;

        public async ValueTask InitializeAsync()
        {
            server = await RabbitServer.StartAsync(folder);
            await using var connection = await new ConnectionFactory { Uri = new Uri(server.ConnectionString()) }.CreateConnectionAsync();
            await using var channel = await connection.CreateChannelAsync();
            await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true);
            await channel.QueueDeclareAsync("reporting.changes", durable: true, exclusive: false, autoDelete: false);
            await channel.BasicPublishAsync("", "reporting.changes", "kept"u8.ToArray());
        }

        public async ValueTask DisposeAsync()
        {
            await server!.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }

        public async Task PublishAsync(string key, string text)
        {
            await using var connection = await new ConnectionFactory { Uri = new Uri(server!.ConnectionString()) }.CreateConnectionAsync();
            await using var channel = await connection.CreateChannelAsync();
            await channel.BasicPublishAsync(Exchange, key, Encoding.UTF8.GetBytes(text));
        }

        public async Task<uint> MessagesAsync(string queue)
        {
            await using var connection = await new ConnectionFactory { Uri = new Uri(server!.ConnectionString()) }.CreateConnectionAsync();
            await using var channel = await connection.CreateChannelAsync();
            return await channel.MessageCountAsync(queue);
        }

        public Task<IConnection> ConnectAsync(string user, string password) =>
            new ConnectionFactory { HostName = "127.0.0.1", Port = server!.Port, UserName = user, Password = password }.CreateConnectionAsync(TestContext.Current.CancellationToken);

        /// <summary>Makes a listener and answers with its password.</summary>
        public async Task<string> ListenerAsync(string name, params string[] options)
        {
            var (code, output) = await EgovAsync(name, options);
            Assert.True(code == 0, output);
            return output.Split('\n').Single(l => l.StartsWith("password ", StringComparison.Ordinal))["password ".Length..].Trim();
        }

        public async Task<(int Code, string Output)> EgovAsync(string name, params string[] options)
        {
            var start = new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "artifacts/bin/Cli/debug/egov"), ["operate", "listener", name, "--node", "egov@localhost", "--rabbitmqctl", RabbitServer.ControlProgram, .. options])
            {
                RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            };
            foreach (var (variable, value) in server!.ControlEnvironment)
            {
                start.Environment[variable] = value;
            }

            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output + await errors);
        }
    }
}

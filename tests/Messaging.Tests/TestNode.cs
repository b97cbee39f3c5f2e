using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Consumers;
using EGovPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EGovPlatform.Messaging.Tests;

/// <summary>One process of a service as far as messages go, registered as services register it.</summary>
public sealed class TestNode : IAsyncDisposable
{
    private readonly IHost _host;

    private TestNode(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public LogCollector Logs { get; private init; } = null!;

    public static async Task<TestNode> StartAsync(TestLog log, string? broker, Action<MessagingOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        var logs = new LogCollector();
        builder.Logging.AddProvider(logs);
        builder.Configuration["ConnectionStrings:messaging"] = broker;
        builder.Services.AddSingleton(log.Source);
        builder.Services.AddSingleton<MartHandler>();
        builder.Services.AddEGovMessaging(builder.Configuration, configure);
        var host = builder.Build();
        await host.StartAsync();
        return new TestNode(host) { Logs = logs };
    }

    /// <summary>Owner of a log that consumes nothing.</summary>
    public static Task<TestNode> ProducerAsync(TestLog log, string broker, Action<MessagingOptions>? configure = null) =>
        StartAsync(log, broker, options =>
        {
            options.Service = "countries";
            options.NameIndex = false;
            configure?.Invoke(options);
        });

    /// <summary>Reporting, with a mart of one table, pulling from the owner's log.</summary>
    public static async Task<TestNode> ReportingAsync(TestLog mart, string broker, PullChanges? pull)
    {
        await mart.ExecuteAsync("create table if not exists mart (name text, version bigint, position bigint, primary key (name, version))");
        return await StartAsync(mart, broker, options =>
        {
            options.Service = "reporting";
            options.Consume<MartHandler>(["egov.#"], singleActiveConsumer: true);
            if (pull is not null)
            {
                options.CatchUpFrom(["countries"], _ => pull);
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }
}

/// <summary>Inserts every version once; a second time is an error unless it is ignored. Names with "poison" are refused.</summary>
public sealed class MartHandler : IChangeHandler
{
    public async Task ApplyAsync(NpgsqlConnection connection, IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        foreach (var change in changes)
        {
            if (change.Name.Contains("poison", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("Cannot read this one.");
            }
            await using var insert = new NpgsqlCommand("insert into mart values ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = change.Name }, new() { Value = change.Version }, new() { Value = change.Position } },
            };
            await insert.ExecuteNonQueryAsync(cancellation);
        }
    }
}

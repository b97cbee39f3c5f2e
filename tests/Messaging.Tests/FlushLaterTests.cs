using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Consumers;
using EGovPlatform.Messaging.Relay;
using Npgsql;

namespace EGovPlatform.Messaging.Tests;

/// <summary>Which transactions end before they are on PostgreSQL's disk: those whose work is done again when a crash takes them (ADR 28).</summary>
public sealed class FlushLaterTests
{
    private static readonly Change Change = new() { Service = "countries", Position = 1, Name = "agreements/1", Version = 1 };

    [Theory]
    [InlineData(true, 1, "off")]
    [InlineData(false, 1, "on")]
    // Without a position nothing is pulled again.
    [InlineData(true, 0, "on")]
    public async Task Only_what_will_be_pulled_again_does_not_wait_for_the_disk(bool later, long to, string seen)
    {
        await using var mart = await WaitingAsync();
        var handler = new SettingHandler();
        var inbox = new PostgresInbox(mart.Source, [handler], new MessagingOptions { FlushLater = later });

        Assert.True(await inbox.ApplyAsync("countries", [Change], 0, to, TestContext.Current.CancellationToken));

        Assert.Equal(seen, handler.Seen);
        Assert.Equal("on", await SettingAsync(mart.Source));
    }

    [Fact]
    public async Task The_relay_notes_its_place_without_waiting_and_leaves_the_session_as_it_was()
    {
        await using var log = await WaitingAsync();
        var source = new PostgresChangeSource(log.Source, new MessagingOptions { Service = "countries" });

        await source.AdvanceAsync(5, TestContext.Current.CancellationToken);
        await source.AdvanceAsync(3, TestContext.Current.CancellationToken);

        Assert.Equal(5, await source.PositionAsync(TestContext.Current.CancellationToken));
        Assert.Equal("on", await SettingAsync(log.Source));
    }

    /// <summary>A database whose commits wait for the disk, as they do where nobody is in a hurry to test.</summary>
    private static async Task<TestLog> WaitingAsync()
    {
        var log = await TestLog.CreateAsync();
        await log.ExecuteAsync("do $$ begin execute format('alter database %I set synchronous_commit = on', current_database()); end $$");
        log.Source.Clear();
        return log;
    }

    private static async Task<string?> SettingAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("show synchronous_commit");
        return await command.ExecuteScalarAsync() as string;
    }

    private sealed class SettingHandler : IChangeHandler
    {
        public string? Seen { get; private set; }

        public async Task ApplyAsync(NpgsqlConnection connection, IReadOnlyList<Change> changes, CancellationToken cancellation)
        {
            await using var command = new NpgsqlCommand("show synchronous_commit", connection);
            Seen = await command.ExecuteScalarAsync(cancellation) as string;
        }
    }
}

using System.Security.Cryptography;
using EGovPlatform.Testing;
using Npgsql;

namespace EGovPlatform.Messaging.Tests;

public sealed class SequencerTests
{
    private static readonly Action<MessagingOptions> Countries = options =>
    {
        options.Service = "countries";
        options.NameIndex = false;
    };

    [Fact]
    public async Task Every_committed_change_is_numbered_once_in_commit_order()
    {
        await using var log = await TestLog.CreateAsync();
        await log.ExecuteAsync("create table record (name text primary key, version bigint not null default 0)");
        await log.ExecuteAsync("insert into record select 'agreements/' || i from generate_series(1, 10) i");
        await using var first = await TestNode.StartAsync(log, null, Countries);
        await using var standBy = await TestNode.StartAsync(log, null, Countries);

        var writers = Enumerable.Range(0, 8).Select(seed => WriteAsync(log, new Random(seed))).ToList();
        await Eventually.Async("some changes to be numbered", async () => await log.CountAsync("position") > 50);
        // The other one takes over, at whatever it finds.
        await log.ExecuteAsync("""
            select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and granted and objsubid = 1
              and database = (select oid from pg_database where datname = current_database())
            """);
        await Task.WhenAll(writers);

        var written = await log.CountAsync("change");
        Assert.True(written > 500, $"Only {written} changes were written.");
        await Eventually.Async($"{written} changes to be numbered", async () => await log.CountAsync("position") == written);
        Assert.Equal(written, await log.ScalarAsync<long>("select max(position) from position"));
        Assert.Equal(1, await log.ScalarAsync<long>("select min(position) from position"));
        Assert.Equal(0, await log.ScalarAsync<long>("""
            select count(*) from (
                select version - lag(version, 1, 0::bigint) over (partition by name order by position) as step
                from position join change using (seq)) steps
            where step <> 1
            """));
        await AssertChainAsync(log);
    }

    [Fact]
    public async Task A_transaction_left_open_delays_nobody_and_is_numbered_when_it_commits()
    {
        await using var log = await TestLog.CreateAsync();
        await using var slow = await log.Source.OpenConnectionAsync();
        await using var open = await slow.BeginTransactionAsync();
        await TestLog.InsertAsync(slow, "agreements/slow", 1);
        await using var node = await TestNode.StartAsync(log, null, Countries);

        for (var i = 1; i <= 20; i++)
        {
            await log.WriteAsync("agreements/quick", i);
        }
        await Eventually.Async("the quick ones to be numbered", async () => await log.CountAsync("position") == 20);
        await open.CommitAsync();
        await Eventually.Async("the slow one to be numbered", async () => await log.CountAsync("position") == 21);
        Assert.Equal("agreements/slow", await log.ScalarAsync<string>("select name from position join change using (seq) where position = 21"));
    }

    [Fact]
    public async Task A_backlog_larger_than_one_round_is_numbered_whole()
    {
        await using var log = await TestLog.CreateAsync();
        await log.ExecuteAsync("""
            insert into change (resource_type, name, version, kind, actor, body, hash)
            select 'T', 'names/' || i, 1, 'created', 'user:test', '\x01', '\x02' from generate_series(1, 45000) i
            """);
        await using var node = await TestNode.StartAsync(log, null, Countries);
        await Eventually.Async("the backlog to be numbered", async () => await log.CountAsync("position") == 45_000);
        Assert.Equal(0, await log.ScalarAsync<long>("select count(*) from position where position <> seq"));
    }

    [Fact]
    public async Task A_restored_log_is_numbered_once_and_goes_on()
    {
        await using var log = await TestLog.CreateAsync();
        // Transaction ids of another cluster, far ahead of this one's.
        await log.ExecuteAsync("""
            insert into change (xid, resource_type, name, version, kind, actor, body, hash)
            select '900000000', 'T', 'names/' || i, 1, 'created', 'user:test', '\x01', '\x02' from generate_series(1, 10) i;
            insert into position select seq, seq, '\x03' from change where seq <= 5;
            update sequencer set horizon = '900000000', position = 5, chain = '\x03';
            """);
        await using var node = await TestNode.StartAsync(log, null, Countries);
        await Eventually.Async("the rest to be numbered", async () => await log.CountAsync("position") == 10);
        await log.WriteAsync("agreements/new");
        await Eventually.Async("a new change to be numbered", async () => await log.CountAsync("position") == 11);
    }

    private static async Task WriteAsync(TestLog log, Random random)
    {
        for (var i = 0; i < 100; i++)
        {
            await using var connection = await log.Source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            // Half of them get their transaction id long before they lock a record.
            await RunAsync(connection, random.Next(2) == 0 ? "select pg_current_xact_id()" : "select 1");
            await RunAsync(connection, $"select pg_sleep({random.Next(10)} / 1000.0)");
            var names = Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"agreements/{random.Next(1, 11)}").Distinct().Order(StringComparer.Ordinal);
            foreach (var name in names)
            {
                await using var next = new NpgsqlCommand("update record set version = version + 1 where name = $1 returning version", connection)
                {
                    Parameters = { new() { Value = name } },
                };
                await TestLog.InsertAsync(connection, name, (long)(await next.ExecuteScalarAsync())!);
            }
            await RunAsync(connection, $"select pg_sleep({random.Next(10)} / 1000.0)");
            await (random.Next(10) == 0 ? transaction.RollbackAsync() : transaction.CommitAsync());
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task AssertChainAsync(TestLog log)
    {
        var chain = Array.Empty<byte>();
        await using var command = log.Source.CreateCommand("select hash, chain from position join change using (seq) order by position");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            chain = SHA256.HashData([.. chain, .. rows.GetFieldValue<byte[]>(0)]);
            Assert.Equal(chain, rows.GetFieldValue<byte[]>(1));
        }
    }
}

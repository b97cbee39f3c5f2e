using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using EGovPlatform.Testing;
using Npgsql;

namespace EGovPlatform.Faults.Tests;

/// <summary>The least that a change can cost from one database to another: NOTIFY within the transaction, and an insert by who listens.</summary>
internal sealed class LagFloor(NpgsqlDataSource from, NpgsqlDataSource to)
{
    private const string Name = "lag_floor";

    public static async Task<LagFloor> CreateAsync(Installation site)
    {
        await using (var server = NpgsqlDataSource.Create(site.Postgres.ConnectionString("postgres")))
        {
            await ExecuteAsync(server, $"create database {Name}_from");
            await ExecuteAsync(server, $"create database {Name}_to");
        }

        var floor = new LagFloor(NpgsqlDataSource.Create(site.Postgres.ConnectionString($"{Name}_from")), NpgsqlDataSource.Create(site.Postgres.ConnectionString($"{Name}_to")));
        await ExecuteAsync(floor.From, "create table item (id bigint generated always as identity primary key, body bytea not null)");
        await ExecuteAsync(floor.To, "create table item (id bigint primary key)");
        return floor;
    }

    private NpgsqlDataSource From => from;

    private NpgsqlDataSource To => to;

    /// <summary>Writes at a rate, in an open loop.</summary>
    /// <returns>Milliseconds from commit to commit of each.</returns>
    public async Task<IReadOnlyList<double>> RunAsync(double rate, TimeSpan length)
    {
        await ExecuteAsync(from, "truncate item");
        await ExecuteAsync(to, "truncate item");
        using var over = new CancellationTokenSource();
        await using var listener = await from.OpenConnectionAsync();
        var heard = Channel.CreateUnbounded<long>();
        listener.Notification += (_, e) => heard.Writer.TryWrite(long.Parse(e.Payload, CultureInfo.InvariantCulture));
        await using (var listen = new NpgsqlCommand($"listen {Name}", listener))
        {
            await listen.ExecuteNonQueryAsync();
        }

        var listening = ListenAsync(listener, over.Token);
        var inserting = InsertAsync(heard.Reader);
        var writes = new List<Task>();
        for (var started = Stopwatch.StartNew(); started.Elapsed < length; await Task.Delay(1))
        {
            for (var due = (int)(started.Elapsed.TotalSeconds * rate); writes.Count < due;)
            {
                writes.Add(ExecuteAsync(from, $"with i as (insert into item (body) values (decode(repeat('61', 400), 'hex')) returning id) select pg_notify('{Name}', id::text) from i"));
            }
        }

        await Task.WhenAll(writes);
        await Eventually.Async("all to be in the other database", async () => await CountAsync() == writes.Count);
        await over.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        heard.Writer.Complete();
        await inserting;
        const string Times = "select id::text, pg_xact_commit_timestamp(xmin) from item";
        var (left, arrived) = (await Commits.OfAsync(from, Times), await Commits.OfAsync(to, Times));
        return [.. left.Select(l => (arrived[l.Key] - l.Value).TotalMilliseconds)];
    }

    private static async Task ListenAsync(NpgsqlConnection listener, CancellationToken over)
    {
        while (true)
        {
            await listener.WaitAsync(over);
        }
    }

    private async Task InsertAsync(ChannelReader<long> heard)
    {
        await using var connection = await to.OpenConnectionAsync();
        await using var insert = new NpgsqlCommand("insert into item (id) values ($1)", connection) { Parameters = { new NpgsqlParameter<long>() } };
        await insert.PrepareAsync();
        await foreach (var id in heard.ReadAllAsync())
        {
            insert.Parameters[0].Value = id;
            await insert.ExecuteNonQueryAsync();
        }
    }

    private async Task<long> CountAsync()
    {
        await using var command = to.CreateCommand("select count(*) from item");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

using System.Globalization;
using System.Threading.Channels;
using EGovPlatform.Testing;
using Npgsql;

namespace EGovPlatform.Faults.Tests;

/// <summary>The least that a change can cost from one database to another: NOTIFY within the transaction, and an insert by who listens.</summary>
internal sealed class LagFloor : IAsyncDisposable
{
    private const string Name = "lag_floor";

    private readonly NpgsqlDataSource from;
    private readonly NpgsqlDataSource to;

    private LagFloor(NpgsqlDataSource from, NpgsqlDataSource to) => (this.from, this.to) = (from, to);

    public static async Task<LagFloor> CreateAsync(Installation site) => new(
        await DatabaseAsync(site, $"{Name}_from", "create table item (id bigint generated always as identity primary key, body bytea not null)"),
        await DatabaseAsync(site, $"{Name}_to", "create table item (id bigint primary key)"));

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
        var writes = await OpenLoop.RunAsync(rate, length, (_, _) =>
            ExecuteAsync(from, $"with i as (insert into item (body) values (decode(repeat('61', 400), 'hex')) returning id) select pg_notify('{Name}', id::text) from i"));
        await Eventually.Async("all to be in the other database", async () => await CountAsync() == writes.Length);
        await over.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        heard.Writer.Complete();
        await inserting;
        const string Times = "select id::text, pg_xact_commit_timestamp(xmin) from item";
        var (left, arrived) = (await Commits.OfAsync(from, Times), await Commits.OfAsync(to, Times));
        return [.. left.Select(l => (arrived[l.Key] - l.Value).TotalMilliseconds)];
    }

    public async ValueTask DisposeAsync()
    {
        await from.DisposeAsync();
        await to.DisposeAsync();
    }

    private static async Task<NpgsqlDataSource> DatabaseAsync(Installation site, string name, string table)
    {
        await site.ExecuteAsync($"create database {name}");
        var database = NpgsqlDataSource.Create(site.Postgres.ConnectionString(name));
        await ExecuteAsync(database, table);
        return database;
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

    private static async Task<int> ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }
}

using System.Globalization;
using System.Security.Cryptography;
using EGovPlatform.Resources.Changes;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.Messaging.Log;

/// <summary>
/// Gives committed changes their dense position and extends the chain hash over the whole log. One runs per database,
/// on the connection that holds the lock: when the connection is lost so is the right to write.
/// </summary>
/// <remarks>
/// A round takes what is visible now and was not visible to the round before, in order of seq. What one transaction
/// saw of another is therefore numbered in that order, and an open transaction (also of another database) delays
/// nobody. Taking all transaction ids below the oldest running one instead would do neither: version 2 of a record,
/// written under a low id, could pass version 1 written under a higher one.
/// </remarks>
public sealed class Sequencer(NpgsqlConnection connection, SequencerSignal signal, ChangeSignal readers, TimeProvider time)
{
    /// <summary>Channel of the one notification per batch; its payload is the last position.</summary>
    public const string Channel = "egov_position";

    /// <summary>Rows in one round, so that no round keeps a transaction open for long.</summary>
    internal const int MaxRound = 20_000;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan ShortPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongPoll = TimeSpan.FromMilliseconds(250);

    // xid bounds come as parameters and each step is fenced: the planner would otherwise walk the table by seq.
    // The upper bound keeps out rows of a restored log whose ids lie in this cluster's future.
    private const string Take = """
        with fresh as materialized (
            select seq, hash, xid from change
            where xid >= $1 and xid < pg_snapshot_xmax(pg_current_snapshot())),
        unseen as materialized (
            select seq, hash from fresh where not pg_visible_in_snapshot(xid, $2::pg_snapshot)),
        unnumbered as materialized (
            select seq, hash from unseen u where (select true from position p where p.seq = u.seq) is null)
        select pg_current_snapshot()::text, u.seq, u.hash
        from (select) one left join (select seq, hash from unnumbered order by seq limit $3) u on true
        order by u.seq
        """;

    // After a logical restore ids mean nothing: whatever has no position gets one, once.
    private const string TakeRestored = """
        with unnumbered as materialized (
            select seq, hash from change c where not exists (select from position p where p.seq = c.seq))
        select pg_current_snapshot()::text, u.seq, u.hash
        from (select) one left join (select seq, hash from unnumbered order by seq limit $1) u on true
        order by u.seq
        """;

    private string _snapshot = "";
    private long _position;
    private byte[] _chain = [];
    private bool _restored;

    /// <summary>Numbers changes until cancelled or the connection fails. Calls back once it has begun.</summary>
    public async Task RunAsync(Action started, CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        started();
        var lastWork = time.GetTimestamp();
        while (true)
        {
            var next = signal.Next;
            if (await StepAsync(cancellation) > 0)
            {
                lastWork = time.GetTimestamp();
                // Let the next writers gather, or every one of them costs a flush of its own.
                await Task.Delay(Gather, time, cancellation);
                continue;
            }
            if (next.IsCompleted)
            {
                lastWork = time.GetTimestamp();
            }
            var idle = time.GetElapsedTime(lastWork) > TimeSpan.FromSeconds(2);
            await signal.WaitAsync(next, idle ? LongPoll : ShortPoll, cancellation);
        }
    }

    /// <summary>Reads how far the log is numbered. Called once, with the lock held.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        // A plan made while the log is short reads whole tables, and is kept while it grows.
        await using (var index = new NpgsqlCommand("set enable_seqscan = off", connection))
        {
            await index.ExecuteNonQueryAsync(cancellation);
        }

        await using var command = new NpgsqlCommand(
            "select position, chain, greatest(horizon, '3')::text, horizon > pg_snapshot_xmax(pg_current_snapshot()) from sequencer",
            connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        _position = row.GetInt64(0);
        _chain = row.GetFieldValue<byte[]>(1);
        // A snapshot that has seen nothing from the horizon on; what is numbered already drops out by its position.
        _snapshot = $"{row.GetString(2)}:{row.GetString(2)}:";
        _restored = row.GetBoolean(3);
    }

    /// <summary>One round. Returns how many changes it numbered.</summary>
    public async Task<int> StepAsync(CancellationToken cancellation)
    {
        var (snapshot, seqs, hashes) = await TakeAsync(cancellation);
        // After a full round the rest is still unseen, so the older snapshot stays; what was just taken has a position.
        var full = seqs.Count == MaxRound;
        if (seqs.Count > 0)
        {
            await WriteAsync(seqs, hashes, full ? _snapshot : snapshot, cancellation);
            MessagingTelemetry.Sequenced.Add(seqs.Count);
            readers.Pulse();
        }
        if (!full)
        {
            _snapshot = snapshot;
            _restored = false;
            MessagingTelemetry.ObserveHorizon(snapshot, time);
        }
        return seqs.Count;
    }

    private async Task<(string Snapshot, List<long> Seqs, List<byte[]> Hashes)> TakeAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(_restored ? TakeRestored : Take, connection);
        if (!_restored)
        {
            command.Parameters.Add(new() { Value = Xmin(_snapshot), NpgsqlDbType = NpgsqlDbType.Xid8 });
            command.Parameters.Add(new() { Value = _snapshot });
        }
        command.Parameters.Add(new() { Value = MaxRound });
        await command.PrepareAsync(cancellation);

        var snapshot = "";
        var seqs = new List<long>();
        var hashes = new List<byte[]>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            snapshot = rows.GetString(0);
            if (!rows.IsDBNull(1))
            {
                seqs.Add(rows.GetInt64(1));
                hashes.Add(rows.GetFieldValue<byte[]>(2));
            }
        }
        return (snapshot, seqs, hashes);
    }

    private async Task WriteAsync(List<long> seqs, List<byte[]> hashes, string snapshot, CancellationToken cancellation)
    {
        var positions = new long[seqs.Count];
        var chains = new byte[seqs.Count][];
        var chain = _chain;
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = _position + i + 1;
            chains[i] = chain = SHA256.HashData([.. chain, .. hashes[i]]);
        }

        // One round trip; a batch without its own BEGIN is one transaction.
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("insert into position (position, seq, chain) select * from unnest($1, $2, $3)")
        {
            Parameters = { new() { Value = positions }, new() { Value = seqs }, new() { Value = chains } },
        });
        batch.BatchCommands.Add(new("update sequencer set horizon = $1, position = $2, chain = $3")
        {
            Parameters =
            {
                new() { Value = Xmin(snapshot), NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = positions[^1] },
                new() { Value = chain },
            },
        });
        batch.BatchCommands.Add(new($"select pg_notify('{Channel}', $1)")
        {
            Parameters = { new() { Value = positions[^1].ToString(CultureInfo.InvariantCulture) } },
        });
        await batch.PrepareAsync(cancellation);
        // Not cancelled half way: whether the commit happened would be unknown.
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
        _position = positions[^1];
        _chain = chain;
    }

    private static ulong Xmin(string snapshot) =>
        ulong.Parse(snapshot.AsSpan(0, snapshot.IndexOf(':')), CultureInfo.InvariantCulture);
}

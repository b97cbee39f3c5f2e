using System.Collections.Concurrent;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Owners;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>
/// Writes the rows of an import, several at once. A row that names a record which is not there yet waits until the others are
/// in; a circle of names is broken where it can be; a bad row stops no other. What is written is noted with its chunk, and what
/// was written but not noted is answered by the owner as before, so that work can stop anywhere and go on.
/// </summary>
internal sealed class Applier(OwnerCalls owners, RowStore rows, Import import)
{
    private const int Chunk = 64;

    // Commits of one owner are joined by its database; more at once than this only wait for each other.
    private const int Together = 16;

    private static readonly RowOutcome[] Writable = [RowOutcome.Add, RowOutcome.Update];
    private static readonly RowProgress[] Open = [RowProgress.Pending];

    private readonly RowWriter writer = new(owners, import);
    private readonly ConcurrentDictionary<long, OwnerError> waiting = [];
    private Resources.OperationRunner.Report report = (_, _) => Task.CompletedTask;
    private long done;
    private long total;

    public async Task RunAsync(Resources.OperationRunner.Report progress, CancellationToken cancellation)
    {
        report = progress;
        await PassOverAsync(cancellation);
        var counts = await rows.CountAsync(import.Name, cancellation);
        total = counts.Add + counts.Update;
        done = counts.Written + counts.Failed;
        await report(done, total);
        while (true)
        {
            waiting.Clear();
            var moved = await PassAsync(WriteAsync, cancellation);
            if (waiting.Count == 0)
            {
                return;
            }

            if (!moved && !await PassAsync(BreakAsync, cancellation))
            {
                await PassAsync(GiveUpAsync, cancellation);
                return;
            }
        }
    }

    /// <summary>Does something with each open row; true when any of them got further.</summary>
    private async Task<bool> PassAsync(Func<StoredRow, CancellationToken, Task<bool>> step, CancellationToken cancellation)
    {
        var moved = false;
        for (long last = 0; ;)
        {
            var chunk = await rows.ReadAsync(import.Name, last, Chunk, Writable, Open, cancellation);
            if (chunk.Count == 0)
            {
                return moved;
            }

            var names = chunk.Select(r => r.Row.Record).ToHashSet(StringComparer.Ordinal);
            foreach (var wave in chunk.ToLookup(r => NamesAny(r, names)).OrderBy(w => w.Key))
            {
                moved |= await WaveAsync([.. wave], step, cancellation);
            }

            last = chunk[^1].Row.Number;
        }
    }

    // Rows that name others of their chunk come after those.
    private static bool NamesAny(StoredRow row, HashSet<string> names) =>
        row.Target is { } target && ReferenceCells.Of(target).Exists(c => c.Text != row.Row.Record && names.Contains(c.Text));

    private async Task<bool> WaveAsync(List<StoredRow> wave, Func<StoredRow, CancellationToken, Task<bool>> step, CancellationToken cancellation)
    {
        var further = new ConcurrentQueue<StoredRow>();
        try
        {
            // What has begun is ended: a call that is broken off may be written all the same.
            await Parallel.ForEachAsync(wave, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancellation }, async (row, _) =>
            {
                if (await step(row, CancellationToken.None))
                {
                    further.Enqueue(row);
                }
            });
            Resources.CrashPoints.Pass(Resources.CrashPoints.ImportWritten);
        }
        finally
        {
            // Written is written: this is noted even when someone has asked to stop.
            await rows.SaveAsync(import.Name, further, CancellationToken.None);
            done += further.Count(r => r.Row.Progress != RowProgress.Pending);
        }

        if (!further.IsEmpty)
        {
            await report(done, total);
        }

        return !further.IsEmpty;
    }

    private async Task<bool> WriteAsync(StoredRow row, CancellationToken cancellation)
    {
        var before = row.Row.VersionAfter;
        if (await writer.WriteAsync(row, cancellation) is not { } missing)
        {
            return true;
        }

        // A deleted record may be back already although its new body waits.
        waiting[row.Row.Number] = missing;
        return row.Row.VersionAfter != before;
    }

    private Task<bool> BreakAsync(StoredRow row, CancellationToken cancellation) =>
        waiting.TryGetValue(row.Row.Number, out var error) ? writer.WritePartAsync(row, [.. error.Fields.Select(f => f.Field)], cancellation) : Task.FromResult(false);

    private Task<bool> GiveUpAsync(StoredRow row, CancellationToken cancellation)
    {
        RowWriter.Fail(row, waiting.GetValueOrDefault(row.Row.Number) ?? new OwnerError(StatusCode.FailedPrecondition, "REFERENCE_NOT_FOUND", "It names records that are not there.", []));
        return Task.FromResult(true);
    }

    // Rows that need no write or must not have one.
    private async Task PassOverAsync(CancellationToken cancellation)
    {
        RowOutcome[] others = [RowOutcome.Unchanged, RowOutcome.Error, RowOutcome.Ask, RowOutcome.Unspecified];
        for (long last = 0; ;)
        {
            var chunk = await rows.ReadAsync(import.Name, last, Chunk * 10, others, Open, cancellation);
            if (chunk.Count == 0)
            {
                return;
            }

            chunk.ForEach(r => r.Row.Progress = r.Row.Outcome == RowOutcome.Unchanged ? RowProgress.Unchanged : RowProgress.Skipped);
            await rows.SaveAsync(import.Name, chunk, cancellation);
            last = chunk[^1].Row.Number;
        }
    }
}

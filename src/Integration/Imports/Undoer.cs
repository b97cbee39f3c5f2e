using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>
/// Takes back what an import wrote, last row first: what was added is deleted, what was updated gets the body it had
/// before. A record changed since is left and said so. Records that name each other are freed first.
/// </summary>
internal sealed class Undoer(OwnerCalls owners, OwnerHistory history, RowStore rows, Import import, string reason)
{
    private const int Chunk = 50;

    private readonly RowWriter writer = new(owners, import);
    private readonly Dictionary<string, string> stuck = new(StringComparer.Ordinal);
    private Resources.OperationRunner.Report report = (_, _) => Task.CompletedTask;
    private long done;
    private long total;

    public async Task RunAsync(Resources.OperationRunner.Report progress, CancellationToken cancellation)
    {
        report = progress;
        total = (await rows.CountAsync(import.Name, cancellation)).Written;
        await report(0, total);
        while (true)
        {
            stuck.Clear();
            var moved = await PassAsync(UndoAsync, cancellation);
            if (stuck.Count == 0)
            {
                return;
            }

            if (!moved && !await PassAsync(FreeAsync, cancellation))
            {
                await PassAsync(LeaveAsync, cancellation);
                return;
            }
        }
    }

    private async Task<bool> PassAsync(Func<StoredRow, CancellationToken, Task<bool>> step, CancellationToken cancellation)
    {
        var moved = false;
        for (var before = long.MaxValue; ;)
        {
            var chunk = await rows.WrittenAsync(import.Name, before, Chunk, cancellation);
            if (chunk.Count == 0)
            {
                return moved;
            }

            // Asked before the rows are noted: an undone row keeps its place.
            before = await rows.OrderAsync(import.Name, chunk[^1].Row.Number, cancellation);
            foreach (var row in chunk)
            {
                if (await step(row, cancellation))
                {
                    moved = true;
                    await rows.SaveAsync(import.Name, [row], CancellationToken.None);
                    await report(row.Row.Progress is RowProgress.Undone or RowProgress.Conflict ? ++done : done, Math.Max(total, done));
                }
            }
        }
    }

    private async Task<bool> UndoAsync(StoredRow row, CancellationToken cancellation)
    {
        try
        {
            if (row.Row.Outcome == RowOutcome.Add)
            {
                await owners.DeleteAsync(row.Type!, row.Row.Record, Etags.Of(row.Row.VersionAfter), writer.Note(row, "undo", null, Reason), cancellation);
            }
            else if (await history.VersionAsync(row.Type!, row.Row.Record, row.Row.VersionBefore, cancellation) is { } before)
            {
                Merging.Clear(before);
                Names.Set(before, row.Row.Record);
                await owners.UpdateAsync(RowWriter.Guarded(before, row.Row.VersionAfter), writer.Note(row, "undo", before, Reason), cancellation);
            }
            else
            {
                return Left(row, "The log of the owner no longer has the version before.");
            }

            row.Row.Progress = RowProgress.Undone;
            return true;
        }
        catch (RpcException e)
        {
            return Refused(row, OwnerError.Of(e), cancellation);
        }
    }

    private bool Refused(StoredRow row, OwnerError error, CancellationToken cancellation)
    {
        if (error.IsOutage)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new RpcException(new Status(error.Code, error.Message));
        }

        switch (error.Reason)
        {
            case "STILL_REFERENCED":
                stuck[row.Row.Record] = error.Message;
                return false;
            case "ETAG_MISMATCH":
                return Left(row, "The record was changed since this import wrote it; it is left as it is.");
            case "DELETED" when row.Row.Outcome == RowOutcome.Add:
            case "NOT_FOUND" when row.Row.Outcome == RowOutcome.Add:
                row.Row.Progress = RowProgress.Undone;
                row.Row.Note = "The record was deleted already.";
                return true;
            default:
                return Left(row, error.Message);
        }
    }

    /// <summary>Takes the names of other stuck records out of a stuck one.</summary>
    private async Task<bool> FreeAsync(StoredRow row, CancellationToken cancellation)
    {
        if (!stuck.ContainsKey(row.Row.Record) || row.Target is null || await owners.FindAsync(row.Type!, row.Row.Record, cancellation) is not { } current || Names.Version(current) != row.Row.VersionAfter)
        {
            return false;
        }

        return await Untying.FreeAsync(current, stuck.Keys, async freed =>
        {
            var answer = await owners.UpdateAsync(RowWriter.Guarded(freed, row.Row.VersionAfter), writer.Note(row, "free", freed, Reason), cancellation);
            row.Row.VersionAfter = Names.Version(answer);

            // Before the next step: one that fails must not leave a version that looks like someone else's change.
            await rows.SaveAsync(import.Name, [row], CancellationToken.None);
            return answer;
        });
    }

    private Task<bool> LeaveAsync(StoredRow row, CancellationToken cancellation) =>
        Task.FromResult(stuck.TryGetValue(row.Row.Record, out var why) && Left(row, why));

    private string Reason => reason.Length > 0 ? $"{reason} (undo of {import.Name})" : $"Undo of {import.Name}";

    private static bool Left(StoredRow row, string why)
    {
        row.Row.Progress = RowProgress.Conflict;
        row.Row.Note = why;
        return true;
    }
}

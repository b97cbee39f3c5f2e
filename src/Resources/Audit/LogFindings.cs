using System.Security.Cryptography;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources.Changes;

namespace EGovPlatform.Resources.Audit;

/// <summary>What is wrong with one row of the log.</summary>
internal static class LogFindings
{
    /// <summary>Checks a row against itself, its predecessor in the log and the record's previous version.</summary>
    public static IEnumerable<LogFinding> Of(LoggedRow row, long before, byte[] chain)
    {
        if (row.Position != before + 1)
        {
            yield return Finding(LogFault.Removed, row, $"Positions {before + 1} to {row.Position - 1} are gone.");
        }

        if (row.Change is not { } change)
        {
            yield return Finding(LogFault.Removed, row, "The change at this position is gone.");
            yield break;
        }

        if (change.Version > 1 && row.PreviousHash is null)
        {
            yield return Finding(LogFault.Removed, row, $"Version {change.Version - 1} of the record is gone.");
        }
        else if (!ChangeHash.Matches(change, row.PreviousHash ?? [], row.Hash))
        {
            yield return Finding(LogFault.Changed, row, "The change, or the one before it, is not what was written.");
        }

        if (row.PreviousPosition > row.Position)
        {
            yield return Finding(LogFault.Reordered, row, $"Version {change.Version - 1} stands after it, at {row.PreviousPosition}.");
        }

        if (!SHA256.HashData([.. chain, .. row.Hash]).AsSpan().SequenceEqual(row.Chain))
        {
            yield return Finding(LogFault.Reordered, row, "Another change stood here, or before it.");
        }
    }

    public static LogFinding NotAsMarked(LoggedRow row, string by) => Finding(LogFault.Changed, row, $"The log up to here is not what {by} says.");

    public static LogFinding Truncated(long position, string by) =>
        new() { Fault = LogFault.Removed, Position = position, Message = $"The log ends before the position of {by}." };

    public static LogFinding Forged(Checkpoint checkpoint) =>
        new() { Fault = LogFault.Checkpoint, Position = checkpoint.Position, Message = $"Checkpoint {checkpoint.Number} was changed, or one before it removed." };

    public static LogFinding KeyReplaced() => new() { Fault = LogFault.Checkpoint, Message = "The key of the checkpoints is not this installation's." };

    private static LogFinding Finding(LogFault fault, LoggedRow row, string message) => new()
    {
        Fault = fault,
        Position = row.Position,
        Name = row.Change?.Name ?? "",
        Version = row.Change?.Version ?? 0,
        Message = message,
    };
}

using System.Security.Cryptography;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources.Changes;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.Resources.Audit;

/// <summary>
/// Checks the log against its hashes, positions, chain and signed checkpoints, and the records against the log. It finds any row
/// that was changed, removed, put in or moved without the platform; it cannot tell what the row said before.
/// </summary>
public sealed class LogCheck(ServiceIdentity service, NpgsqlDataSource database, ResourceTypes types, CheckpointKey keys)
{
    private const int Page = 500;

    /// <summary>Checks everything, telling after each page how far it is.</summary>
    public Task VerifyAsync(VerifyChangesRequest request, IServerStreamWriter<VerifyChangesResponse> stream, ServerCallContext call)
    {
        if (request.ExpectedPosition < 0 || (request.ExpectedPosition > 0) != (request.ExpectedChain.Length > 0))
        {
            throw Errors.InvalidField("expected_position", "BOTH_OR_NEITHER", "expected_position, above 0, and expected_chain come together.");
        }

        return VerifyAsync(request, answer => stream.WriteAsync(answer, call.CancellationToken), call.CancellationToken);
    }

    private async Task VerifyAsync(VerifyChangesRequest request, Func<VerifyChangesResponse, Task> report, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var last = await ChangeRows.LastPositionAsync(connection, cancellation);
        var checkpoints = await Checkpoint.ReadAsync(connection, cancellation);
        var found = await SignaturesAsync(checkpoints, cancellation);
        var marks = checkpoints.Select(c => (c.Position, Chain: Convert.ToHexStringLower(c.Chain), By: $"checkpoint {c.Number}")).ToList();
        if (request.ExpectedPosition > 0)
        {
            marks.Add((request.ExpectedPosition, request.ExpectedChain.ToLowerInvariant(), "the chain hash given"));
        }

        found.AddRange(marks.Where(m => m.Position > last).Select(m => LogFindings.Truncated(m.Position, m.By)));
        var at = marks.ToLookup(m => m.Position);
        var chain = Array.Empty<byte>();
        for (var position = 0L; position < last;)
        {
            var rows = await LoggedRow.ReadAsync(connection, position, last, Page, cancellation);
            if (rows.Count == 0)
            {
                break;
            }

            foreach (var row in rows)
            {
                found.AddRange(LogFindings.Of(row, position, chain));
                found.AddRange(at[row.Position].Where(m => m.Chain != Convert.ToHexStringLower(row.Chain)).Select(m => LogFindings.NotAsMarked(row, m.By)));
                (position, chain) = (row.Position, row.Chain);
            }

            await report(Answer(position, last, chain, found));
            found = [];
        }

        found.AddRange(await LogAgainstRecords.FindAsync(connection, types, cancellation));
        var end = Answer(last, last, chain, found);
        (end.Done, end.Checkpoints) = (true, checkpoints.Count);
        await report(end);
    }

    private async Task<List<LogFinding>> SignaturesAsync(List<Checkpoint> checkpoints, CancellationToken cancellation)
    {
        var found = new List<LogFinding>();
        try
        {
            using var key = await keys.LoadAsync(cancellation);
            foreach (var (index, checkpoint) in checkpoints.Index())
            {
                var before = index == 0 ? Checkpoint.Start : checkpoints[index - 1];
                if (checkpoint.Number != before.Number + 1 || checkpoint.Position <= before.Position || !checkpoint.IsGenuine(key, service.Name, before))
                {
                    found.Add(LogFindings.Forged(checkpoint));
                }
            }
        }
        catch (CryptographicException)
        {
            found.Add(LogFindings.KeyReplaced());
        }

        return found;
    }

    private VerifyChangesResponse Answer(long position, long last, byte[] chain, List<LogFinding> found) =>
        new() { Service = service.Name, Position = position, LastPosition = last, Chain = Convert.ToHexStringLower(chain), Findings = { found } };
}

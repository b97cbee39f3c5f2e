using System.Security.Cryptography;
using EGovPlatform.Access;
using Google.Protobuf;
using Npgsql;

namespace EGovPlatform.Resources;

public sealed partial class Resource<T>
{
    private const int MaxTries = 3;

    /// <summary>
    /// Runs one write: the stored answer of a repeated request, or the work on the row read under its lock. Two that
    /// race for one name or one request id meet at a unique key; the loser starts again and sees the winner.
    /// </summary>
    private async Task<T> WriteAsync(string name, WriteRequest<T> write, Func<WriteSession, Stored?, Task<T>> work)
    {
        // Taken before the work, which fills in parts of the request that it stores.
        var digest = write.RequestId.Length > 0 ? Digest(write) : [];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(name, write, digest, work);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.DeadlockDetected && IsOurRace(e) && attempt < MaxTries)
            {
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.DeadlockDetected && IsOurRace(e))
            {
                throw Errors.Contended(name);
            }
        }
    }

    private bool IsOurRace(PostgresException e) => e.SqlState == PostgresErrorCodes.DeadlockDetected || e.TableName is "idempotency" or "change" || e.TableName == type.Table;

    private async Task<T> TryAsync(string name, WriteRequest<T> write, byte[] digest, Func<WriteSession, Stored?, Task<T>> work)
    {
        await using var connection = await services.Database.OpenConnectionAsync(write.Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(write.Cancellation);
        if (type.HeldParent is { } parent)
        {
            await Neighbors.HoldAsync(connection, parent, type.Pattern.ParentOf(name), write.Cancellation);
        }

        var (current, answer) = await BeforeAsync(connection, name, write, digest);
        if (answer is not null)
        {
            return await ShownAsync(connection, answer, write);
        }

        CheckWorkspace(write, current);
        var session = new WriteSession(this, connection, write);
        var result = await work(session, current);
        await session.SendAsync(write.ValidateOnly || write.RequestId.Length == 0 ? null : Answer(write, digest, result));
        if (write.ValidateOnly)
        {
            await transaction.RollbackAsync(CancellationToken.None);
            return result;
        }

        var shown = await ShownAsync(connection, result, write);
        await transaction.CommitAsync(write.Cancellation);
        CrashPoints.Pass(CrashPoints.Committed);
        services.Sequencer.Pulse();
        return shown;
    }

    /// <summary>A record is written by its own workspace alone; what others may not see is not there for them.</summary>
    private void CheckWorkspace(WriteRequest<T> write, Stored? current)
    {
        if (current is null || write.AnyWorkspace || Visible.IsEverything(write.Caller))
        {
            return;
        }

        var record = type.Shape.Record(current.Message);
        if (record.Workspace == write.Caller.Workspace)
        {
            return;
        }

        var name = type.Shape.Name(current.Message);
        throw write.Creates ? Errors.AlreadyExists(name) : Visible.To(write.Caller, record, Today) ? Errors.OutOfScope(name) : Errors.NotFound(name);
    }

    /// <summary>The writer sees what they wrote: personal fields open again.</summary>
    private async Task<T> ShownAsync(NpgsqlConnection connection, T stored, WriteRequest<T> write)
    {
        if (personal is not null && personal.Sealed(stored).Length > 0)
        {
            stored = stored.Clone();
            await services.Keys.OpenAsync(connection, personal, type.Shape.Name(stored), stored, write.Cancellation);
        }

        return stored;
    }

    /// <summary>
    /// The row under its lock, and the answer of a repeated request. The lock comes first: asked before, a repetition beside the first would find
    /// no answer, wait, and take what the first did for another's.
    /// </summary>
    private async Task<(Stored? Current, T? Answer)> BeforeAsync(NpgsqlConnection connection, string name, WriteRequest<T> write, byte[] digest)
    {
        if (write.RequestId.Length == 0)
        {
            return (await FindAsync(connection, sql.ReadForUpdate, name, write.Cancellation), null);
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(sql.ReadForUpdate) { Parameters = { new() { Value = name } } });
        batch.BatchCommands.Add(new("select digest, answer from idempotency where subject = $1 and method = $2 and request_id = $3")
        {
            Parameters = { new() { Value = write.Caller.Subject }, new() { Value = write.Method }, new() { Value = write.RequestId } },
        });
        await using var reader = await batch.ExecuteReaderAsync(write.Cancellation);
        var current = await StoredAsync(reader, write.Cancellation);
        await reader.NextResultAsync(write.Cancellation);
        if (!await reader.ReadAsync(write.Cancellation))
        {
            return (current, null);
        }

        return reader.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(digest)
            ? (current, parser.ParseFrom(reader.GetFieldValue<byte[]>(1)))
            : throw Errors.RequestIdReused(write.RequestId);
    }

    private static NpgsqlBatchCommand Answer(WriteRequest<T> write, byte[] digest, T answer) => new("insert into idempotency (subject, method, request_id, digest, answer) values ($1, $2, $3, $4, $5)")
    {
        Parameters =
        {
            new() { Value = write.Caller.Subject }, new() { Value = write.Method }, new() { Value = write.RequestId },
            new() { Value = digest }, new() { Value = answer.ToByteArray() },
        },
    };

    private static byte[] Digest(WriteRequest<T> write) => SHA256.HashData(write.Message.ToByteArray());
}

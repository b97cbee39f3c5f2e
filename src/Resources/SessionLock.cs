using System.Data;
using Npgsql;

namespace EGovPlatform.Resources;

/// <summary>
/// An advisory lock of PostgreSQL, held by one process at a time while it does some work. It goes with the session, so with the process
/// too. Its session may be used for the work.
/// </summary>
public sealed class SessionLock : IAsyncDisposable
{
    private SessionLock(NpgsqlConnection session) => Session = session;

    /// <summary>The session that holds it.</summary>
    public NpgsqlConnection Session { get; }

    /// <summary>Takes the lock of a kind of work; null while someone else holds it.</summary>
    /// <param name="database">The service's database: locks are each database's own.</param>
    /// <param name="key">Number of the work. It only has to differ from others.</param>
    /// <param name="cancellation">Ends the wait for a session.</param>
    public static Task<SessionLock?> TryTakeAsync(NpgsqlDataSource database, long key, CancellationToken cancellation) =>
        TakeAsync(database, "select pg_try_advisory_lock($1)", key, cancellation);

    /// <summary>Takes the lock of the work on one thing, such as an import by its name; null while someone else holds it.</summary>
    public static Task<SessionLock?> TryTakeAsync(NpgsqlDataSource database, string thing, CancellationToken cancellation) =>
        TakeAsync(database, "select pg_try_advisory_lock(hashtextextended($1, 0))", thing, cancellation);

    /// <summary>Waits, for as long as it takes, until nobody else holds the lock.</summary>
    public static async Task<SessionLock> TakeAsync(NpgsqlDataSource database, long key, CancellationToken cancellation) =>
        (await TakeAsync(database, "select true from pg_advisory_lock($1)", key, cancellation))!;

    public async ValueTask DisposeAsync()
    {
        await using (Session)
        {
            if (Session.FullState == ConnectionState.Open)
            {
                // A pooled connection keeps its session (ADR 22), so the lock is given back by hand.
                await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", Session);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }

    private static async Task<SessionLock?> TakeAsync(NpgsqlDataSource database, string sql, object key, CancellationToken cancellation)
    {
        var session = await database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 0, Parameters = { new() { Value = key } } };
            if (await command.ExecuteScalarAsync(cancellation) is true)
            {
                return new SessionLock(session);
            }
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        await session.DisposeAsync();
        return null;
    }
}

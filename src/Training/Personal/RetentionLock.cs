using Npgsql;

namespace EGovPlatform.TrainingService.Personal;

/// <summary>Held while what is due is erased, by one process at a time; it goes when that process does.</summary>
internal sealed class RetentionLock : IAsyncDisposable
{
    private const long Key = 0x6567_6F76_6572_6173;

    private readonly NpgsqlConnection session;

    private RetentionLock(NpgsqlConnection session) => this.session = session;

    /// <summary>Waits until nobody else holds it.</summary>
    public static async Task<RetentionLock> TakeAsync(NpgsqlDataSource database, CancellationToken cancellation) =>
        (await TakeAsync(database, "select true from pg_advisory_lock($1)", cancellation))!;

    /// <summary>Null while someone else holds it.</summary>
    public static Task<RetentionLock?> TryTakeAsync(NpgsqlDataSource database, CancellationToken cancellation) => TakeAsync(database, "select pg_try_advisory_lock($1)", cancellation);

    public async ValueTask DisposeAsync()
    {
        // A pooled connection keeps its session, so the lock is given back by hand.
        await using (session)
        await using (var command = new NpgsqlCommand("select pg_advisory_unlock_all()", session))
        {
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static async Task<RetentionLock?> TakeAsync(NpgsqlDataSource database, string sql, CancellationToken cancellation)
    {
        var session = await database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 0, Parameters = { new() { Value = Key } } };
            if (await command.ExecuteScalarAsync(cancellation) is true)
            {
                return new RetentionLock(session);
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

using Npgsql;

namespace EGovPlatform.IntegrationService;

/// <summary>Held while long work is under way, by whatever process: it goes when that process does.</summary>
internal sealed class WorkLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private WorkLock(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Null when someone else is at it.</summary>
    public static async Task<WorkLock?> TryTakeAsync(NpgsqlDataSource database, string work, CancellationToken cancellation)
    {
        var session = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", session) { Parameters = { new() { Value = work } } };
        if (await command.ExecuteScalarAsync(cancellation) is true)
        {
            return new WorkLock(session);
        }

        await session.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        // A pooled connection keeps its session, so the lock is given back by hand.
        await using (connection)
        await using (var command = new NpgsqlCommand("select pg_advisory_unlock_all()", connection))
        {
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}

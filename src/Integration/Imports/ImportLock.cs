using Npgsql;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>Held while something works on an import, by whatever process: it goes when that process does.</summary>
internal sealed class ImportLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private ImportLock(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Null when someone else works on it.</summary>
    public static async Task<ImportLock?> TryTakeAsync(NpgsqlDataSource database, string import, CancellationToken cancellation)
    {
        var session = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", session) { Parameters = { new() { Value = import } } };
        if (await command.ExecuteScalarAsync(cancellation) is true)
        {
            return new ImportLock(session);
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

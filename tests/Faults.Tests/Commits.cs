using Npgsql;

namespace EGovPlatform.Faults.Tests;

/// <summary>When rows were committed, by PostgreSQL's own account (<c>track_commit_timestamp</c>).</summary>
internal static class Commits
{
    /// <param name="database">Where to ask.</param>
    /// <param name="sql">A query of keys and commit times.</param>
    public static async Task<Dictionary<string, DateTime>> OfAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var times = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            times[reader.GetString(0)] = reader.GetDateTime(1);
        }

        return times;
    }
}

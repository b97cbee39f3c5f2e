using EGovPlatform.Common.V1;
using Npgsql;

namespace EGovPlatform.Messaging.Consumers;

/// <summary>
/// Keeps the names of other services' records, the higher version winning, and verifies the references that were
/// accepted before their target had been seen.
/// </summary>
public sealed class NameIndexHandler : IChangeHandler
{
    public async Task ApplyAsync(NpgsqlConnection connection, IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        // One row per name, in one order everywhere: two transactions must not wait for each other's names.
        var latest = changes.GroupBy(change => change.Name, StringComparer.Ordinal)
            .Select(versions => versions.MaxBy(change => change.Version)!)
            .OrderBy(change => change.Name, StringComparer.Ordinal)
            .ToList();
        var names = latest.Select(change => change.Name).ToArray();

        // A merged record's name goes on answering, so records may go on naming it.
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("""
            insert into name_index as i (name, version, deleted) select * from unnest($1, $2, $3)
            on conflict (name) do update set version = excluded.version, deleted = excluded.deleted
            where i.version < excluded.version
            """)
        {
            Parameters =
            {
                new() { Value = names },
                new() { Value = latest.Select(change => change.Version).ToArray() },
                new() { Value = latest.Select(change => change.Deleted && !change.Kind.EndsWith(".merged", StringComparison.Ordinal)).ToArray() },
            },
        });
        batch.BatchCommands.Add(new("update reference set verified = true where to_name = any($1) and not verified")
        {
            Parameters = { new() { Value = names } },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
    }
}

using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Consumers;
using Npgsql;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>
/// Turns changes into rows of the mart. Every row is a function of one change and rows are only added, so duplicates,
/// reordering and replays end in the same mart. Only a person who became private takes rows away, and by the versions
/// alone, whatever order they come in.
/// </summary>
public sealed class Projector : IChangeHandler
{
    /// <summary>Schema of the mart that reports read.</summary>
    public const string Mart = "mart";

    private readonly string schema;

    public Projector() : this(Mart)
    {
    }

    internal Projector(string schema) => this.schema = schema;

    /// <summary>Adds the rows of these changes on a connection with an open transaction.</summary>
    public async Task ApplyAsync(NpgsqlConnection connection, IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        // First, and in one order: a rebuild that is about to swap holds these rows' table, and we wait for it here.
        foreach (var source in changes.GroupBy(c => c.Service, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            batch.BatchCommands.Add(Seen(source.Key, source.Max(c => c.Position)));
        }

        foreach (var change in changes)
        {
            foreach (var row in RecordRows.Of(change))
            {
                batch.BatchCommands.Add(row.Insert(schema, change.Name, change.Version));
            }
        }

        if (changes.Where(c => RecordRows.MayBePrivate(c.ResourceType)).Select(c => c.Name).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } names)
        {
            Scrub(batch, names);
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>How far the log of a service is known to go.</summary>
    private static NpgsqlBatchCommand Seen(string service, long position) => new("""
        insert into projection_source as s (service, last_position) values ($1, $2)
        on conflict (service) do update set last_position = greatest(s.last_position, excluded.last_position), applied_time = clock_timestamp()
        """)
    {
        Parameters = { new() { Value = service }, new() { Value = position } },
    };

    // From the last private version back nothing but the name stays.
    private void Scrub(NpgsqlBatch batch, string[] names)
    {
        var upTo = $"(select max(p.version) from {schema}.record p where p.name = t.name and p.private)";
        batch.BatchCommands.Add(new($"""
            update {schema}.record t set private = true, title = '', search = '', countries = '{"{}"}', parties = '{"{}"}', publications = '{"{}"}', body = ''
            where t.name = any ($1) and t.version <= {upTo}
            """)
        { Parameters = { new() { Value = names } } });
        foreach (var table in new[] { "person", "person_named", "fact_source", "named", "warning", "stated_count", "reconciliation", "money" })
        {
            batch.BatchCommands.Add(new($"delete from {schema}.{table} t where t.name = any ($1) and t.version <= {upTo}") { Parameters = { new() { Value = names } } });
        }
    }
}

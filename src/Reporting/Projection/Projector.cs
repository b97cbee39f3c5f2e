using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Consumers;
using Npgsql;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>
/// Turns changes into rows of the mart. Every row is a function of one change and rows are only added, so duplicates,
/// reordering and replays end in the same mart. The head of a record follows its highest version. Only a person who became private takes rows away, and by the versions
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
                if (row.Table == "record")
                {
                    batch.BatchCommands.Add(Head(row, change));
                }
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

    // The one row that is changed, and only towards a higher version: order and repetition end in the same row.
    private NpgsqlBatchCommand Head(MartRow record, Change change)
    {
        var values = record.Columns.ToDictionary(c => c.Column, c => c.Value, StringComparer.Ordinal);
        return new($"""
            insert into {schema}.head as h (name, version, deleted, private, visibility, visible_from) values ($1, $2, $3, $4, $5, $6)
            on conflict (name) do update set version = excluded.version, deleted = excluded.deleted, private = excluded.private,
                visibility = excluded.visibility, visible_from = excluded.visible_from
            where excluded.version > h.version
            """)
        {
            Parameters =
            {
                new() { Value = change.Name }, new() { Value = change.Version }, new() { Value = change.Deleted }, new() { Value = values["private"] },
                new() { Value = values["visibility"] }, new() { Value = values.GetValueOrDefault("visible_from") ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date },
            },
        };
    }

    // From the last private version back nothing but the name stays.
    private void Scrub(NpgsqlBatch batch, string[] names)
    {
        var upTo = $"(select max(p.version) from {schema}.record p where p.name = t.name and p.private)";
        batch.BatchCommands.Add(new($"""
            update {schema}.record t set private = true, title = '', search = '', countries = '{"{}"}', parties = '{"{}"}', publications = '{"{}"}', body = ''
            where t.name = any ($1) and t.version <= {upTo}
            """)
        { Parameters = { new() { Value = names } } });
        foreach (var table in new[] { "person", "person_named", "fact_source", "named", "warning", "stated_count", "reconciliation", "money", "money_day", "money_equivalent", "transition", "plan", "topic", "reference", "dimension_key" })
        {
            batch.BatchCommands.Add(new($"delete from {schema}.{table} t where t.name = any ($1) and t.version <= {upTo}") { Parameters = { new() { Value = names } } });
        }
    }
}

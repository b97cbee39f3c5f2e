using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Consumers;
using Npgsql;
using NpgsqlTypes;

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
    private MartTables? tables;

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

        tables ??= await MartTables.ReadAsync(connection, cancellation);
        var rows = changes.SelectMany(c => RecordRows.Of(c).Select(r => r.Of(c.Name, c.Version))).ToList();
        foreach (var alike in rows.GroupBy(r => (r.Table, r.Shape)))
        {
            batch.BatchCommands.Add(tables.Insert(schema, [.. alike]));
        }

        if (rows.Where(r => r.Table == "record").ToList() is { Count: > 0 } records)
        {
            batch.BatchCommands.Add(Heads(records));
        }

        if (changes.Where(c => RecordRows.MayBePrivate(c.ResourceType)).Select(c => c.Name).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } names)
        {
            Scrub(batch, names);
        }

        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException)
        {
            // A migration may have been missing when the types were read.
            tables = null;
            throw;
        }
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
    private NpgsqlBatchCommand Heads(IEnumerable<MartRow> records)
    {
        var heads = records.Select(r => r.Columns.ToDictionary(c => c.Column, c => c.Value, StringComparer.Ordinal))
            .GroupBy(r => (string)r["name"]!, StringComparer.Ordinal).Select(g => g.MaxBy(r => (long)r["version"]!)!).ToList();
        return new($"""
            insert into {schema}.head as h (name, version, deleted, private, visibility, visible_from) select * from unnest($1, $2, $3, $4, $5, $6)
            on conflict (name) do update set version = excluded.version, deleted = excluded.deleted, private = excluded.private,
                visibility = excluded.visibility, visible_from = excluded.visible_from
            where excluded.version > h.version
            """)
        {
            Parameters =
            {
                new() { Value = heads.Select(h => (string)h["name"]!).ToArray() },
                new() { Value = heads.Select(h => (long)h["version"]!).ToArray() },
                new() { Value = heads.Select(h => (bool)h["deleted"]!).ToArray() },
                new() { Value = heads.Select(h => (bool)h["private"]!).ToArray() },
                new() { Value = heads.Select(h => (string)h["visibility"]!).ToArray() },
                new() { Value = heads.Select(h => (DateOnly?)h.GetValueOrDefault("visible_from")).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date },
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

using EGovPlatform.Reporting.V1;
using Npgsql;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>Values that sources assert and records do not show, beside the numbers made of those records.</summary>
internal static class RivalsOf
{
    private const int MaxRivals = 20;

    public static async Task AddAsync(NpgsqlConnection connection, IReadOnlyList<MeasureValue> values, CancellationToken cancellation)
    {
        var names = values.Where(v => v.RivalRecords > 0).SelectMany(v => v.RecordNames).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand("""
            select f.name, f.field_path, f.value_json, f.publication, f.paragraph
            from mart.fact_source f join mart.head h on h.name = f.name and h.version = f.version
            where f.rival and f.name = any ($1) order by f.name, f.item
            """, connection)
        { Parameters = { new() { Value = names } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rivals = new List<RivalValue>();
        while (await reader.ReadAsync(cancellation))
        {
            var rival = new RivalValue { Record = reader.GetString(0), FieldPath = reader.GetString(1), ValueJson = reader.GetString(2), Publication = reader.GetString(3) };
            if (!reader.IsDBNull(4))
            {
                rival.Paragraph = reader.GetInt32(4);
            }

            rivals.Add(rival);
        }

        foreach (var value in values.Where(v => v.RivalRecords > 0))
        {
            value.Rivals.Add(rivals.Where(r => value.RecordNames.Contains(r.Record)).Take(MaxRivals));
        }
    }
}

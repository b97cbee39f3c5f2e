using EGovPlatform.Access;
using EGovPlatform.Resources;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>What keys are called.</summary>
internal static class Labels
{
    /// <summary>Titles of records by name; countries in the language, else in English. A record the caller may not see has none.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(NpgsqlConnection connection, IEnumerable<string> names, string language, Caller caller, CancellationToken cancellation)
    {
        var wanted = names.Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (wanted.Length == 0)
        {
            return labels;
        }

        var sql = new SqlText().Add("select l.name, coalesce(c.label, e.label, nullif(l.title, '')) from mart.latest l left join mart.country c on c.name = l.name and c.version = l.version and c.language = ")
            .Add(language, NpgsqlDbType.Text)
            .Add(" left join mart.country e on e.name = l.name and e.version = l.version and e.language = 'en' where l.name = any (")
            .Add(wanted, NpgsqlDbType.Array | NpgsqlDbType.Text).Add(")");
        Visible.Where(sql, caller);
        await using var command = sql.Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (!reader.IsDBNull(1))
            {
                labels[reader.GetString(0)] = reader.GetString(1);
            }
        }

        return labels;
    }

    /// <summary>Words for the keys of a dimension on a page.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(NpgsqlConnection connection, Dimension dimension, IReadOnlyList<string> keys, string language, Caller caller, CancellationToken cancellation) => dimension.Labels switch
    {
        LabelKind.Record => await ReadAsync(connection, keys, language, caller, cancellation),
        LabelKind.Region => await PairsAsync(connection, "select distinct scheme || '/' || coalesce(nullif(code, ''), label), label from mart.country_region", cancellation),
        LabelKind.Topic => await PairsAsync(connection, "select k.key, (select t.topic from mart.topic t where t.key = k.key order by t.topic limit 1) from unnest($1) k(key)", cancellation, keys),
        _ => [],
    };

    private static async Task<Dictionary<string, string>> PairsAsync(NpgsqlConnection connection, string select, CancellationToken cancellation, IReadOnlyList<string>? keys = null)
    {
        await using var command = new NpgsqlCommand(select, connection);
        if (keys is not null)
        {
            command.Parameters.Add(new() { Value = keys.Distinct(StringComparer.Ordinal).ToArray() });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            if (!reader.IsDBNull(1))
            {
                pairs[reader.GetString(0)] = reader.GetString(1);
            }
        }

        return pairs;
    }

    /// <summary>Label of a key that is no record.</summary>
    public static string Of(string key) =>
        key.Length == 0 ? "unknown"
        : key.Contains('/', StringComparison.Ordinal) || char.IsDigit(key[0]) || char.IsLower(key[0]) ? key
        : key.Replace('_', ' ').ToLowerInvariant();
}

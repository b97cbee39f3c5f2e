using EGovPlatform.Values;
using Npgsql;

namespace EGovPlatform.ReportingService.Search;

/// <summary>Countries, bodies and office-holders a phrase is a name of, in any language, alias or abbreviation.</summary>
internal static class MeantNames
{
    public static async Task<string[]> FindAsync(NpgsqlConnection connection, string key, CancellationToken cancellation)
    {
        if (key.Length == 0)
        {
            return [];
        }

        // Labels of countries are few; organizations and people have keys.
        await using var command = new NpgsqlCommand("""
            select c.name, c.label, false from mart.country c join mart.head h on h.name = c.name and h.version = c.version where not h.deleted
            union all
            select o.name, '', true from mart.organization_name o join mart.head h on h.name = o.name and h.version = o.version where not h.deleted and o.key = $1
            union all
            select r.name, r.title, false from mart.record r join mart.head h on h.name = r.name and h.version = r.version
            where r.type in ('Person', 'Place') and not h.deleted and not r.private and r.search like '%' || $1 || '%'
            """, connection)
        { Parameters = { new() { Value = key } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.GetBoolean(2) || NameKey.Of(reader.GetString(1)) == key)
            {
                names.Add(reader.GetString(0));
            }
        }

        return [.. names];
    }
}

using System.Globalization;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Briefs;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using Google.Protobuf;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Agreements;

/// <summary>Records as entries of an answer, with the message they were made of.</summary>
internal sealed class Entries
{
    private readonly Dictionary<string, (BriefEntry Entry, IMessage Message, string[] Countries, string[] Parties)> byName = new(StringComparer.Ordinal);

    private Entries()
    {
    }

    /// <summary>Their names, in order.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>These records, as far as they are in scope and visible.</summary>
    public static Task<Entries> ReadAsync(RecordSet records, IEnumerable<string> names)
    {
        var array = names.ToArray();
        return ReadAsync(records, RecordGraph.Types, sql => sql.Add("select unnest(").Add(array, NpgsqlDbType.Array | NpgsqlDbType.Text).Add("::text[])"), int.MaxValue);
    }

    /// <summary>
    /// Records that name one of these countries, bodies and places, or a body of one of the countries: at most so many, by name.
    /// </summary>
    public static Task<Entries> OfPartiesAsync(RecordSet records, string[] types, IEnumerable<string> parties, string after = "", int limit = int.MaxValue)
    {
        var array = parties.ToArray();
        return ReadAsync(records, types, sql => OfParties(sql, types, array, after), limit);
    }

    /// <summary>Writes a query of the names of records that, in any version, name one of these or a body of one of them.</summary>
    public static void OfParties(SqlText sql, string[] types, string[] parties, string after = "")
    {
        var texts = NpgsqlDbType.Array | NpgsqlDbType.Text;
        sql.Add("select k.name from mart.record k where k.type = any (").Add(types, texts).Add(") and k.name > ").Add(after, NpgsqlDbType.Text)
            .Add(" and (k.countries && ").Add(parties, texts).Add(" or k.parties && ").Add(parties, texts)
            .Add(" or k.parties && array(select o.name from mart.organization o where o.country = any (").Add(parties, texts).Add(")))");
    }

    private static async Task<Entries> ReadAsync(RecordSet records, string[] types, Action<SqlText> among, int limit)
    {
        var hits = await records.ReadAsync(types, $"""
            select s.name, s.certain, s.type, b.body, s.program, s.publications,
                array(select c.country from mart.record_country c where c.name = s.name and c.version = s.version), s.parties
            from s join mart.record b on b.name = s.name and b.version = s.version order by s.name limit {limit.ToString(CultureInfo.InvariantCulture)}
            """, among);
        var entries = new Entries { Names = [.. hits.Select(h => h.Name)] };
        foreach (var hit in hits)
        {
            var message = Bodies.Parse(hit.Text(2), hit.Bytes(3));
            var row = new BriefRow(hit.Name, hit.Text(2), hit.Certain, Visible: true, hit.Text(4), hit.Texts(5), message);
            entries.byName[hit.Name] = (row.ToEntry(), message, hit.Texts(6), hit.Texts(7));
        }

        return entries;
    }

    public BriefEntry? Find(string name) => byName.TryGetValue(name, out var found) ? found.Entry : null;

    public T Message<T>(string name) where T : IMessage => (T)byName[name].Message;

    public string[] Countries(string name) => byName[name].Countries;

    /// <summary>Countries, organizations and places it names.</summary>
    public IEnumerable<string> Parties(string name) => [.. byName[name].Countries, .. byName[name].Parties];
}

using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Briefs;
using EGovPlatform.ReportingService.Mart;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Agreements;

/// <summary>Records as entries of an answer, with the message they were made of.</summary>
internal sealed class Entries
{
    private readonly Dictionary<string, (BriefEntry Entry, IMessage Message, string[] Countries, string[] Parties)> byName = new(StringComparer.Ordinal);

    private Entries()
    {
    }

    public IEnumerable<string> Names => byName.Keys;

    public static async Task<Entries> ReadAsync(RecordSet records, string[] types)
    {
        var hits = await records.ReadAsync(types, """
            select s.name, s.certain, s.type, b.body, s.program, s.publications,
                array(select c.country from mart.record_country c where c.name = s.name and c.version = s.version), s.parties
            from s join mart.record b on b.name = s.name and b.version = s.version order by s.name
            """);
        var entries = new Entries();
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

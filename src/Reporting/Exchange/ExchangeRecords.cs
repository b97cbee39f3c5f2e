using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Training.V1;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>The records of an export, and those they name.</summary>
internal sealed class ExchangeRecords
{
    private static readonly string[] Named = ["Agreement", "Country", "Organization", "Place", "Course", "Publication"];

    private readonly Dictionary<string, IMessage> named;

    private readonly ILookup<string, LedgerEntry> ledger;

    private ExchangeRecords(List<IMessage> activities, Dictionary<string, IMessage> named, ILookup<string, LedgerEntry> ledger)
    {
        Activities = activities;
        this.named = named;
        this.ledger = ledger;
    }

    /// <summary>The records that become activities, by name.</summary>
    public IReadOnlyList<IMessage> Activities { get; }

    public static async Task<ExchangeRecords> ReadAsync(RecordSet records)
    {
        var activities = await ReadAsync(records, Drafts.Types);
        var named = await ReadAsync(records.Whole(), Named);
        var ledger = await BookedLedger.ReadAsync(records, activities.Select(a => a.Name));
        return new([.. activities.Select(a => a.Message)], named.ToDictionary(n => n.Name, n => n.Message, StringComparer.Ordinal), ledger);
    }

    /// <summary>What the ledger booked for a record.</summary>
    public LedgerAmounts LedgerOf(string activity) => new([.. ledger[activity]]);

    public Organization? Organization(string name) => named.GetValueOrDefault(name) as Organization;

    public Country? Country(string name) => named.GetValueOrDefault(name) as Country;

    public Place? Place(string name) => named.GetValueOrDefault(name) as Place;

    public IEnumerable<Agreement> Agreements => named.Values.OfType<Agreement>();

    public Publication? Publication(string name) => named.GetValueOrDefault(name) as Publication;

    /// <summary>The course of an edition.</summary>
    public Course? CourseOf(string edition) => named.GetValueOrDefault(edition.Split("/editions/")[0]) as Course;

    /// <summary>Code of the country that a country or place stands for; null of anything else.</summary>
    public string? CountryOf(string resource)
    {
        var country = named.GetValueOrDefault(resource) is Place place ? place.Country : resource;
        return country.StartsWith("countries/", StringComparison.Ordinal) ? country["countries/".Length..] : null;
    }

    /// <summary>An identifier of a record in a scheme: the one in use, or those that are no longer.</summary>
    public static IEnumerable<string> Identifiers(Record? record, string scheme, bool former, DateOnly today) =>
        record?.ExternalIdentifiers.Where(i => i.Scheme == scheme && IsFormer(i, today) == former).Select(i => i.Value) ?? [];

    private static bool IsFormer(ExternalIdentifier identifier, DateOnly today) => Values.DateRules.CertainlyOverOn(identifier.Period) is { } last && last < today;

    private static async Task<List<(string Name, IMessage Message)>> ReadAsync(RecordSet records, string[] types)
    {
        var rows = await records.ReadAsync(types, "select s.name, s.certain, s.type, m.body from s join mart.record m on m.name = s.name and m.version = s.version order by s.name");
        return rows.ConvertAll(r => (r.Name, Bodies.Parse(r.Text(2), r.Bytes(3))));
    }
}

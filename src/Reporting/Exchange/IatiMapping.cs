using System.Globalization;
using System.Xml.Linq;
using EGovPlatform.Iati.Codelists;
using EGovPlatform.Iati.Model;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Turns drafts into activities that refer to each other. docs/iati.md has the table.</summary>
internal sealed class IatiMapping
{
    /// <summary>Namespace of what IATI has no place for.</summary>
    public static readonly XNamespace Own = "urn:egovplatform:iati:1";

    private readonly ExchangeRecords records;
    private readonly IatiReporter reporter;
    private readonly DateOnly today;
    private readonly Dictionary<string, Draft> drafts;
    private readonly ILookup<string, Draft> children;
    private readonly Dictionary<string, Period> periods = new(StringComparer.Ordinal);
    private readonly HashSet<string> moneyBelow = new(StringComparer.Ordinal);

    public IatiMapping(ExchangeRecords records, IatiReporter reporter, DateOnly today, bool odaOnly)
    {
        this.records = records;
        this.reporter = reporter;
        this.today = today;
        var all = records.Activities.Select(a => Drafts.Of(a, records)).Where(d => !odaOnly || FlowTypeOf(d) == "10").ToList();
        Foreign = all.Where(d => d.Imported is { } imported && imported.Publisher != reporter.Reference).ToList();
        drafts = all.Except(Foreign).ToDictionary(d => d.Name, StringComparer.Ordinal);
        children = drafts.Values.ToLookup(d => ParentOf(d)?.Name ?? "", StringComparer.Ordinal);
        foreach (var draft in drafts.Values)
        {
            if (FlowTypeOf(draft) == "none")
            {
                LeftOut.Add((draft.Name, "It is marked as nothing to publish."));
            }
            else if (PeriodOf(draft) is { } period)
            {
                periods.Add(draft.Name, period);
            }
            else
            {
                LeftOut.Add((draft.Name, "No date is known, of itself, of what it belongs to, or of what belongs to it."));
            }
        }

        // Money stands at one level only, or readers add it twice: the lowest that has any.
        foreach (var draft in drafts.Values.Where(d => periods.ContainsKey(d.Name) && Amounts.Any(d, records)))
        {
            moneyBelow.UnionWith(Ancestors(draft).Select(a => a.Name));
        }
    }

    /// <summary>Records that others publish.</summary>
    public IReadOnlyList<Draft> Foreign { get; }

    /// <summary>Records that are no activity, and why.</summary>
    public List<(string Record, string Reason)> LeftOut { get; } = [];

    /// <summary>How many activities there are.</summary>
    public int Count => periods.Count;

    /// <summary>The activities by name of their records.</summary>
    public IEnumerable<IatiActivity> Activities() => periods.Select(p => Map(drafts[p.Key], p.Value));

    private IatiActivity Map(Draft draft, Period period)
    {
        if (draft.Imported is { IsUnchanged: true } same)
        {
            return same.Activity;
        }

        var record = records.Organization(reporter.Name);
        var notes = new List<string>();
        var activity = new IatiActivity
        {
            Identifier = IdentifierOf(draft),
            Language = Texts.Language,
            LastUpdated = draft.Updated?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            Hierarchy = (Ancestors(draft).Count() + 1).ToString(CultureInfo.InvariantCulture),
            Reporter = reporter.Element(record),
            Title = Title(draft),
            Status = new() { Code = draft.Status.Length > 0 ? draft.Status : period.End < today ? "4" : "2" },
            Dates = [.. period.Elements()],
            OtherIdentifiers = [.. Others(draft), .. IatiReporter.Former(record, today)],
            Documents = [.. Documents.Of(draft, records)],
            Related = [.. Related(draft)],
            FlowType = new() { Code = FlowTypeOf(draft) },
        };
        if (FlowTypeOf(draft) == "10")
        {
            // Only what a person has called aid says in which form it is.
            activity.FinanceType = new() { Code = "110" };
            activity.AidTypes.Add(new() { Code = draft.AidType, Vocabulary = "1" });
        }

        Participants.Fill(activity, draft, records, reporter, today);
        Recipients.Fill(activity, draft, records, records.CountryOf(record?.Country ?? ""), notes);
        activity.Scope = new() { Code = activity.Countries.Count > 1 ? "3" : activity.Countries.Count == 1 && activity.Regions.Count == 0 ? "4" : "2" };
        Sectors.Fill(activity, draft, notes);
        if (!moneyBelow.Contains(draft.Name))
        {
            Amounts.Fill(activity, draft, period, records, reporter, today, notes);
        }

        activity.Descriptions.AddRange(Descriptions(draft, notes));
        activity.OtherElements.Add(new XElement(Own + "record", new XAttribute("name", draft.Name), new XAttribute("state", draft.State), new XAttribute("date", draft.Period?.Edtf ?? "")));
        // What the mapping has no place for stays as it came.
        activity.OtherElements.AddRange(draft.Imported?.Activity.OtherElements.Where(e => e.Name.Namespace != Own) ?? []);
        return activity;
    }

    private static TextBlock Title(Draft draft) =>
        Texts.Names(draft.Titles) is { Count: > 0 } names ? new() { Narratives = names } : Texts.Block(null, draft.TitleElse.Length > 0 ? draft.TitleElse : draft.Kind)!;

    private static IEnumerable<TextBlock> Descriptions(Draft draft, List<string> notes)
    {
        var topics = string.Join(", ", draft.Topics);
        TextBlock?[] blocks =
        [
            Texts.Block("1", topics.Length > 0 ? $"{draft.Kind}. Topics: {topics}." : $"{draft.Kind}."),
            Texts.Block("2", string.Join("; ", draft.Aims)),
            Texts.Block("3", draft.TargetGroup),
            Texts.Block("4", string.Join(" ", notes)),
        ];
        return blocks.OfType<TextBlock>();
    }

    private IEnumerable<OtherIdentifier> Others(Draft draft) =>
    [
        new() { Reference = draft.Name, Type = "A1" },
        .. ExchangeRecords.Identifiers(draft.Record, "crs", former: false, today).Select(i => new OtherIdentifier { Reference = i, Type = "A2" }),
        .. ExchangeRecords.Identifiers(draft.Record, "iati", former: true, today).Select(i => new OtherIdentifier { Reference = i, Type = "A3" }),
    ];

    // An identifier that was published once stays; it is kept beside the record.
    private string IdentifierOf(Draft draft) => ExchangeRecords.Identifiers(draft.Record, "iati", former: false, today).FirstOrDefault()
        ?? $"{reporter.Reference}-{draft.Name.Replace('/', '.')}";

    private IEnumerable<RelatedActivity> Related(Draft draft)
    {
        if (ParentOf(draft) is { } parent && periods.ContainsKey(parent.Name))
        {
            yield return new() { Reference = IdentifierOf(parent), Type = "1" };
        }

        foreach (var child in children[draft.Name].Where(c => periods.ContainsKey(c.Name)))
        {
            yield return new() { Reference = IdentifierOf(child), Type = "2" };
        }
    }

    private Draft? ParentOf(Draft draft) => draft.Parents.Where(p => p != draft.Name).Select(p => drafts.GetValueOrDefault(p)).FirstOrDefault(p => p is not null);

    // A ring of programs, which nothing forbids, ends where it began.
    private IEnumerable<Draft> Ancestors(Draft draft)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { draft.Name };
        for (var parent = ParentOf(draft); parent is not null && seen.Add(parent.Name); parent = ParentOf(parent))
        {
            yield return parent;
        }
    }

    private Period? PeriodOf(Draft draft)
    {
        if (Period.Own(draft, today) is { } own)
        {
            return own;
        }

        if (Ancestors(draft).Select(a => (Draft: a, Period: Period.Own(a, today))).FirstOrDefault(a => a.Period is not null) is { Period: { } inherited, Draft: var from })
        {
            return inherited.Inherited(from.Name);
        }

        var below = children[draft.Name].Select(c => Period.Own(c, today)).OfType<Period>().OrderBy(p => p.Start).FirstOrDefault();
        return below is null ? null : Period.Begun(below.Start, below.StartIsFact);
    }

    /// <summary>FlowType: what a person has entered, else that of its kind; `none` is nothing to publish.</summary>
    public static string FlowTypeOf(Draft draft)
    {
        var entered = draft.Record?.ExternalIdentifiers.LastOrDefault(i => i.Scheme == "crs-flow-type")?.Value ?? "";
        return entered == "none" || (Codelist.Of("FlowType").Has(entered) && !Codelist.Of("FlowType").IsWithdrawn(entered)) ? entered : draft.FlowType;
    }
}

using System.Globalization;
using System.Xml.Linq;
using EGovPlatform.Iati.Writing;

namespace EGovPlatform.Iati.Model;

/// <summary>The entry of an organisation file: who publishes, what it plans and has spent year by year, and its documents.</summary>
public sealed class OrganizationFile : IatiNode
{
    private static readonly string[] Order =
    [
        "organisation-identifier", "name", "reporting-org", "total-budget", "recipient-org-budget", "recipient-region-budget",
        "recipient-country-budget", "total-expenditure", "document-link",
    ];

    /// <summary>Default language of its texts.</summary>
    public string? Language { get; init; }

    /// <summary>When it was last changed, as written.</summary>
    public string? LastUpdated { get; init; }

    /// <summary>The organization, as reporting one: its identifier and names are those of the file.</summary>
    public required IatiOrganization Reporter { get; init; }

    /// <summary>Budgets and expenditure.</summary>
    public List<YearSum> Sums { get; init; } = [];

    /// <summary>Documents.</summary>
    public List<CountryDocument> Documents { get; init; } = [];

    /// <summary>The entry as XML, its parts in the order of the schema.</summary>
    public XElement Write() => new Maker("iati-organisation", this)
        .Attribute(XNamespace.Xml + "lang", Language).Attribute("last-updated-datetime", LastUpdated)
        .Add(new XElement("organisation-identifier", Reporter.Reference)).Add(new XElement("name", Reporter.Names.Select(n => n.Write())))
        .Add(Reporter.Write("reporting-org")).Add(Sums.Select(s => s.Write())).Add(Documents.Select(d => d.Write())).Make(Order);
}

/// <summary>A document, and the countries it is about.</summary>
/// <param name="Link">The document.</param>
/// <param name="Countries">ISO 3166-1 codes; none when it is about no country.</param>
public sealed record CountryDocument(DocumentLink Link, IReadOnlyList<string> Countries)
{
    internal XElement Write()
    {
        var element = Link.Write();
        element.Add(Countries.Select(c => new XElement("recipient-country", new XAttribute("code", c))));
        return element;
    }
}

/// <summary>What a sum of a year is for.</summary>
public enum YearSumKind
{
    /// <summary>All that is planned.</summary>
    TotalBudget,

    /// <summary>Planned for one body.</summary>
    OrganizationBudget,

    /// <summary>Planned for one region.</summary>
    RegionBudget,

    /// <summary>Planned for one country.</summary>
    CountryBudget,

    /// <summary>Spent.</summary>
    Expenditure,
}

/// <summary>One sum of an organisation file in one currency, with the lines it is made of.</summary>
public sealed class YearSum : IatiNode
{
    /// <summary>What it is for.</summary>
    public required YearSumKind Kind { get; init; }

    /// <summary>BudgetStatus: 1 indicative, 2 committed; null of expenditure.</summary>
    public string? Status { get; init; }

    /// <summary>The body, region or country; null of totals. A body has its identifier as code.</summary>
    public Classification? Recipient { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>Last day, at most a year later.</summary>
    public required DateOnly End { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>What it is made of: number of the activity, its title, amount.</summary>
    public required IReadOnlyList<(string Reference, string Text, decimal Amount)> Lines { get; init; }

    internal XElement Write()
    {
        var line = Kind == YearSumKind.Expenditure ? "expense-line" : "budget-line";
        return new Maker(ElementOf(Kind), this).Attribute("status", Status)
            .Add(RecipientElement()).Add(Day("period-start", Start)).Add(Day("period-end", End)).Add(Value(Lines.Sum(l => l.Amount)))
            .Add(Lines.Select(l => new XElement(line, new XAttribute("ref", l.Reference), Value(l.Amount), new XElement("narrative", l.Text)))).Make();
    }

    private static string ElementOf(YearSumKind kind) => kind switch
    {
        YearSumKind.OrganizationBudget => "recipient-org-budget",
        YearSumKind.RegionBudget => "recipient-region-budget",
        YearSumKind.CountryBudget => "recipient-country-budget",
        YearSumKind.Expenditure => "total-expenditure",
        _ => "total-budget",
    };

    private XElement? RecipientElement() => Kind switch
    {
        YearSumKind.OrganizationBudget => new("recipient-org", Recipient!.Code is { } code ? new XAttribute("ref", code) : null, Recipient.Narratives.Select(n => n.Write())),
        YearSumKind.RegionBudget => Recipient!.Write("recipient-region"),
        YearSumKind.CountryBudget => Recipient!.Write("recipient-country"),
        _ => null,
    };

    private static XElement Day(string name, DateOnly day) => DatePoint.Of(day).Write(name);

    private XElement Value(decimal amount) => new(
        "value", new XAttribute("currency", Currency), new XAttribute("value-date", Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), amount.ToString(CultureInfo.InvariantCulture));
}

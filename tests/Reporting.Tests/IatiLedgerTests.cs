using System.Xml.Linq;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Exchange;
using EGovPlatform.ReportingService.Mart;
using Microsoft.Extensions.Configuration;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>The money ledger in the activity file and in the organisation file.</summary>
public sealed class IatiLedgerTests : IAsyncLifetime
{
    private static readonly IConfiguration Configured = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Iati:Reporter:Reference"] = "XM-DAC-99999",
        ["Iati:Reporter:Organization"] = "organizations/ours",
    }).Build();

    private readonly ChangeLog log = new();
    private MartUnderTest mart = null!;

    public async ValueTask InitializeAsync() => mart = await MartUnderTest.CreateAsync();

    public ValueTask DisposeAsync() => mart.DisposeAsync();

    [Fact]
    public async Task Booked_Entries_Are_The_Transactions_And_Take_The_Place_Of_Sums_On_The_Record()
    {
        AddProject("projects/a", "2018-01-01/2018-12-31", "countries/PE", new Money { Kind = MoneyKind.Approved, Amount = "1000", CurrencyCode = "USD" }, new Money { Kind = MoneyKind.Committed, Amount = "1", CurrencyCode = "USD", ValueDate = new() { Edtf = "2018-02-01" } });
        AddEntry("c", MoneyKind.Committed, "500", "2018-03-05", e => e.Money.ValueDate = new() { Edtf = "2018-03-01" });
        AddEntry("released", MoneyKind.Released, "20", "2018-03-06");
        AddEntry("d", MoneyKind.Disbursed, "300.50", "2018-04-05", e => (e.Payer, e.Receiver) = (Body("organizations/ours"), Body("organizations/bank")));
        AddEntry("back", MoneyKind.Refunded, "10", "2018-05-05", e => (e.Payer, e.Receiver) = (Body("organizations/bank"), Body("organizations/ours")));
        AddEntry("used", MoneyKind.Spent, "299", "2018-05-06", e => e.Payer = Body("organizations/bank"));
        AddEntry("spent", MoneyKind.Spent, "120", "2018-06-01", e => e.Receiver = new Party { AsPrinted = "Somebody in person" });
        AddEntry("in", MoneyKind.Incoming, "60", "2018-06-02", e => e.Payer = Body("organizations/bank"));
        AddEntry("part", MoneyKind.Disbursed, "100", "2018-04-05", e => e.Money.PartOf = "ledgerEntries/d");
        AddEntry("undated", MoneyKind.Spent, "7", "2018");
        AddEntry("draft", MoneyKind.Spent, "8", "2018-06-01", e => e.State = LedgerEntryState.Draft);
        AddEntry("internal", MoneyKind.Spent, "9", "2018-06-01", e => e.Record.Visibility.Level = VisibilityLevel.Internal);
        await using var file = await MakeAsync();
        Assert.True(file.Report.Summary is { Critical: 0, Error: 0, Warning: 0 }, file.Report.ToJson());
        var activity = Assert.Single(XDocument.Load(file.Content).Root!.Elements());
        Assert.Equal(
            [
                ("back", "3", "2018-05-05", "-10", "2018-05-05", "XM-DAC-99999", "XM-DAC-46012"), ("c", "2", "2018-03-05", "500", "2018-03-01", "", ""),
                ("d", "3", "2018-04-05", "300.50", "2018-04-05", "XM-DAC-99999", "XM-DAC-46012"), ("in", "1", "2018-06-02", "60", "2018-06-02", "XM-DAC-46012", ""),
                ("released", "2", "2018-03-06", "-20", "2018-03-06", "", ""), ("spent", "4", "2018-06-01", "120", "2018-06-01", "", ""),
            ],
            activity.Elements("transaction").Select(t => (
                (string)t.Attribute("ref")!, (string)t.Element("transaction-type")!.Attribute("code")!, (string)t.Element("transaction-date")!.Attribute("iso-date")!, t.Element("value")!.Value,
                (string)t.Element("value")!.Attribute("value-date")!, (string?)t.Element("provider-org")?.Attribute("ref") ?? "", (string?)t.Element("receiver-org")?.Attribute("ref") ?? "")));
        Assert.Equal("1000", Assert.Single(activity.Elements("budget")).Element("value")!.Value);
        Assert.Contains("A booked transaction of 7 USD is left out", activity.Elements("description").Last().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody", activity.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Revised_Budget_Stands_Beside_The_Original()
    {
        AddProject("projects/a", "2018-01-01/2018-12-31", "countries/PE", new Money { Kind = MoneyKind.Approved, Amount = "1", CurrencyCode = "USD" });
        AddEntry("first", MoneyKind.Approved, "800", "2018-01-05");
        AddEntry("change", MoneyKind.Approved, "-50", "2018-04-05", e => e.Revision = true);
        await using var file = await MakeAsync();
        var activity = Assert.Single(XDocument.Load(file.Content).Root!.Elements());
        Assert.Equal([("1", "800"), ("2", "750")], activity.Elements("budget").Select(b => ((string)b.Attribute("type")!, b.Element("value")!.Value)));
    }

    [Fact]
    public async Task Filters_By_Region_And_By_Lineage()
    {
        log.Add("countries/PE", new Country { Names = { Text("Peru") }, Regions = { new CountryRegion { Scheme = "M49", Code = "005", DisplayName = "South America" } }, Record = Public() });
        log.Add("organizations/old", new Organization { Names = { Text("Old ministry") }, ParentOrganization = "organizations/ours", Record = Public() });
        AddProject("projects/a", "2018-01-01/2018-12-31", "countries/PE");
        AddProject("projects/b", "2018-01-01/2018-12-31", "countries/KH", parties: new Party { Resource = "organizations/old", Role = PartyRole.Owner });
        await PrepareAsync();
        foreach (var (filter, found) in new[] { ("region=\"M49/005\"", "projects.a"), ("lineage=\"organizations/ours\"", "projects.b") })
        {
            await using var file = await Exports().MakeAsync(new ExportIatiRequest { Filter = filter }, CancellationToken.None);
            Assert.Equal($"XM-DAC-99999-{found}", Assert.Single(XDocument.Load(file.Content).Root!.Elements()).Element("iati-identifier")!.Value);
        }
    }

    [Fact]
    public async Task The_Organisation_File_Has_Budgets_And_Expenditure_By_Year_And_Agreements()
    {
        AddProject("projects/a", "2017-07-01/2018-06-30", "countries/PE", new Money { Kind = MoneyKind.Approved, Amount = "365", CurrencyCode = "USD" });
        log.Add("projects/two", Project("2018-01-01/2018-12-31", ["countries/PE", "countries/KH"], [new Money { Kind = MoneyKind.Planned, Amount = "70", CurrencyCode = "KRW" }], []));
        AddEntry("paid", MoneyKind.Disbursed, "100", "2018-04-05");
        AddEntry("back", MoneyKind.Refunded, "30", "2018-05-05");
        AddEntry("used", MoneyKind.Spent, "5", "2019-05-05");
        AddEntry("bank", MoneyKind.Approved, "40", "2018", e => (e.Activity, e.Receiver, e.Money.CurrencyCode) = ("projects/two", Body("organizations/bank"), "KRW"));
        AddEntry("less", MoneyKind.Approved, "-10", "2018-05-01", e => (e.Activity, e.Revision, e.Money.CurrencyCode) = ("projects/two", true, "KRW"));
        log.Add("agreements/m", new Agreement
        {
            Titles = { Text("Memorandum") },
            Parties = { Body("organizations/ours"), new Party { Resource = "countries/PE" } },
            Documents = { new AgreementDocument { Title = "Text", Url = "https://example.org/m.pdf", LanguageCode = "en" } },
            Record = Public(),
        });
        await PrepareAsync();
        await using var file = await Exports().MakeOrganizationAsync(new ExportIatiRequest(), CancellationToken.None);
        Assert.True(file.Report.Summary is { Critical: 0, Error: 0, Warning: 0 }, file.Report.ToJson());
        Assert.Equal("iati-organisations", file.Report.FileType);
        var entry = Assert.Single(XDocument.Load(file.Content).Root!.Elements());
        Assert.Equal(("XM-DAC-99999", "Ministry"), (entry.Element("organisation-identifier")!.Value, entry.Element("name")!.Element("narrative")!.Value));
        Assert.Equal(
            [
                "total-budget 2017-01-01 2017-12-31 184 USD", "total-budget 2018-01-01 2018-12-31 30 KRW", "total-budget 2018-01-01 2018-12-31 181 USD",
                "recipient-org-budget XM-DAC-46012 2018-01-01 2018-12-31 40 KRW",
                "recipient-country-budget PE 2017-01-01 2017-12-31 184 USD", "recipient-country-budget PE 2018-01-01 2018-12-31 181 USD",
                "total-expenditure 2018-01-01 2018-12-31 70 USD", "total-expenditure 2019-01-01 2019-12-31 5 USD",
            ],
            entry.Elements().Where(e => e.Element("value") is not null).Select(Line));
        var link = entry.Element("document-link")!;
        Assert.Equal(("B13", "application/pdf", "PE"), ((string)link.Element("category")!.Attribute("code")!, (string)link.Attribute("format")!, (string)link.Element("recipient-country")!.Attribute("code")!));
    }

    private static string Line(XElement sum)
    {
        var to = sum.Element("recipient-org")?.Attribute("ref") ?? sum.Element("recipient-country")?.Attribute("code");
        var value = sum.Element("value")!;
        return string.Join(' ', new[] { sum.Name.LocalName, to?.Value, (string)sum.Element("period-start")!.Attribute("iso-date")!, (string)sum.Element("period-end")!.Attribute("iso-date")!, value.Value, (string)value.Attribute("currency")! }.OfType<string>());
    }

    private IatiExports Exports() => new(new MartReader(mart.Source), Configured, TimeProvider.System);

    private async Task<IatiFile> MakeAsync()
    {
        await PrepareAsync();
        return await Exports().MakeAsync(new ExportIatiRequest(), CancellationToken.None);
    }

    private async Task PrepareAsync()
    {
        log.Add("organizations/ours", new Organization { Names = { Text("Ministry") }, Kind = OrganizationKind.Government, Country = "countries/KR", Record = Public() });
        log.Add("organizations/bank", new Organization { Names = { Text("Bank") }, Kind = OrganizationKind.Multilateral, Record = Public(("org-id", "XM-DAC-46012")) });
        await mart.ApplyAsync(log.Changes);
    }

    private void AddProject(string name, string period, string country, params Money[] budget) => log.Add(name, Project(period, [country], budget, []));

    private void AddProject(string name, string period, string country, Party parties) => log.Add(name, Project(period, [country], [], [parties]));

    private static Project Project(string period, string[] countries, Money[] budget, Party[] parties)
    {
        var project = new Project { State = ProjectState.Closed, Names = { Text("Project") }, Period = new() { Edtf = period }, Topics = { "e-Government" }, Record = Public() };
        project.Targets.Add(countries.Select(c => new Party { Resource = c }));
        project.Budget.Add(budget);
        project.Parties.Add(parties);
        return project;
    }

    private void AddEntry(string id, MoneyKind kind, string amount, string date, Action<LedgerEntry>? more = null)
    {
        var entry = new LedgerEntry
        {
            State = LedgerEntryState.Booked,
            Activity = "projects/a",
            Money = new() { Kind = kind, Amount = amount, CurrencyCode = "USD" },
            Date = new() { Edtf = date },
            Record = Public(),
        };
        more?.Invoke(entry);
        log.Add($"ledgerEntries/{id}", entry);
    }

    private static Party Body(string name) => new() { Resource = name };

    private static Name Text(string text) => new() { Text = text, LanguageCode = "en" };

    private static Record Public(params (string Scheme, string Value)[] identifiers)
    {
        var record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Public } };
        record.ExternalIdentifiers.Add(identifiers.Select(i => new ExternalIdentifier { Scheme = i.Scheme, Value = i.Value }));
        return record;
    }
}

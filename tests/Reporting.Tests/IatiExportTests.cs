using System.Xml.Linq;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Validation;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService;
using EGovPlatform.ReportingService.Exchange;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>The five notices as IATI 2.03.</summary>
public sealed class IatiExportTests(FiveNoticesFixture notices) : IClassFixture<FiveNoticesFixture>
{
    private static readonly IConfiguration Configured = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Iati:Reporter:Reference"] = "XM-DAC-99999",
        ["Iati:Reporter:Organization"] = "organizations/mois",
    }).Build();

    [Fact]
    public async Task Five_Notices_Leave_Without_A_Finding()
    {
        await using var file = await MakeAsync(notices.Mart);
        Assert.True(file.Report.Summary is { Critical: 0, Error: 0, Warning: 0 }, file.Report.ToJson());
        var activities = Read(file);
        Assert.Equal(file.Activities, activities.Count);
        Assert.Equal(
            ["courses", "delegations", "engagements", "programs", "projects", "rounds"],
            activities.Select(a => a.Element("iati-identifier")!.Value["XM-DAC-99999-".Length..].Split('.')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(file.LeftOut, l => l.Record == "projects/san-isidro-smart-safe-city");
        Assert.Equal("Ministry of the Interior and Safety", activities[0].Element("reporting-org")!.Element("narrative")!.Value);
    }

    [Fact]
    public async Task Nothing_Is_Called_Aid_And_Nobody_Is_Named()
    {
        await using var file = await MakeAsync(notices.Mart);
        var activities = Read(file);
        Assert.DoesNotContain(activities, a => Code(a, "default-flow-type") == "10" || a.Element("default-aid-type") is not null);
        Assert.Equal("40", Code(Find(activities, "delegations.cambodia-vietnam-2018"), "default-flow-type"));
        var text = string.Concat(activities.Select(a => a.ToString()));
        foreach (var person in new[] { "Kim Hye-young", "Kim Boo-kyum", "Chocobar", "Shim Bo-kyun", "Lee In-jae", "people/", "positions/" })
        {
            Assert.DoesNotContain(person, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Countries_Share_Evenly_And_The_Note_Says_So()
    {
        await using var file = await MakeAsync(notices.Mart);
        var activities = Read(file);
        var course = Find(activities, "courses.advanced-egov-training.editions.2018");
        Assert.Equal(14, course.Elements("recipient-country").Count());
        Assert.Equal(100m, course.Elements("recipient-country").Sum(c => (decimal)c.Attribute("percentage")!));
        Assert.Contains("Equal shares of the 14 countries are assumed", Description(course, "4"), StringComparison.Ordinal);
        var local = Find(activities, "courses.local-officials-egov-training.editions.2016");
        Assert.Equal(10, local.Elements("recipient-country").Count());
        Assert.Equal("998", Code(local, "recipient-region"));
        Assert.Equal(100m, local.Elements().Where(e => e.Name.LocalName.StartsWith("recipient", StringComparison.Ordinal)).Sum(c => (decimal)c.Attribute("percentage")!));
        Assert.Equal("VN", Code(Find(activities, "projects.da-nang-disaster-management"), "recipient-country"));
        Assert.Equal("498", Code(Find(activities, "programs.latin-america-caravan"), "recipient-region"));
    }

    [Fact]
    public async Task Sectors_Roles_Dates_And_Relations_Follow_The_Table()
    {
        await using var file = await MakeAsync(notices.Mart);
        var activities = Read(file);
        var project = Find(activities, "projects.laos-deposit-insurance");
        Assert.Equal("24010", Code(project, "sector"));
        Assert.Equal(("XM-DAC-99999-rounds.overseas-expansion-2017", "1"), Related(project).Single());
        var round = Find(activities, "rounds.overseas-expansion-2017");
        Assert.Equal(7, Related(round).Count(r => r.Type == "2"));
        Assert.Equal("1000000000", round.Element("budget")!.Element("value")!.Value);
        Assert.Equal(("2017-07-01", "2017-12-31"), ((string)round.Element("budget")!.Element("period-start")!.Attribute("iso-date")!, (string)round.Element("budget")!.Element("period-end")!.Attribute("iso-date")!));
        Assert.Single(activities, a => a.Element("budget") is not null);
        var forum = Find(activities, "engagements.korea-cambodia-forum-2018");
        Assert.Equal([("2", "2018-03-29"), ("4", "2018-03-29")], forum.Elements("activity-date").Select(d => ((string)d.Attribute("type")!, (string)d.Attribute("iso-date")!)));
        Assert.Equal("3", Code(forum, "activity-status"));
        var course = Find(activities, "courses.advanced-egov-training.editions.2018");
        Assert.Equal(["1", "2", "4"], course.Elements("participating-org").Select(o => (string)o.Attribute("role")!));
        Assert.Equal("40", (string)course.Elements("participating-org").First().Attribute("type")!);
        Assert.Equal("XM-DAC-99999", (string)course.Elements("participating-org").ElementAt(1).Attribute("ref")!);
        Assert.Equal("43081", Code(course, "sector"));
    }

    [Fact]
    public async Task Comes_Back_And_Leaves_Again_The_Same()
    {
        await using var file = await MakeAsync(notices.Mart);
        using var reader = new IatiReader(file.Content);
        var read = reader.Activities().ToList();
        Assert.All(read, a => Assert.Empty(a.Findings));
        file.Content.Position = 0;
        var sent = XDocument.Load(file.Content).Root!.Elements().Select(Canonical.Text);
        Assert.Equal(sent, read.Select(a => Canonical.Text(a.Activity.Write())));
    }

    [Fact]
    public async Task A_Person_Decides_What_Is_Aid_And_Old_Identifiers_Stay()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var log = new ChangeLog();
        log.Add("organizations/ours", new Organization
        {
            Kind = OrganizationKind.Government,
            Country = "countries/KR",
            Names = { new Name { Text = "Ministry", LanguageCode = "en", Kind = NameKind.Official }, new Name { Text = "부", LanguageCode = "ko" }, new Name { Text = "Old ministry", LanguageCode = "en", Kind = NameKind.Former } },
            Record = Public(("org-id", "XM-DAC-88888", "2010/2015")),
        });
        log.Add("projects/aid", Project(Public(("crs-flow-type", "10", ""), ("iati", "XM-DAC-88888-7", ""), ("crs", "2018001", "")), "1000000.50"));
        log.Add("projects/hidden", Project(new Record { Visibility = new Visibility { Level = VisibilityLevel.Internal } }, "5"));
        log.Add("projects/kept-back", Project(Public(("crs-flow-type", "none", "")), "5"));
        log.Add("projects/plain", Project(Public(), "5"));
        await mart.ApplyAsync(log.Changes);
        var configured = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Iati:Reporter:Reference"] = "XM-DAC-99999",
            ["Iati:Reporter:Organization"] = "organizations/ours",
        }).Build();
        await using var file = await MakeAsync(mart, configured);
        Assert.True(file.Report.Summary is { Critical: 0, Error: 0, Warning: 0 }, file.Report.ToJson());
        var activities = Read(file);
        Assert.Equal(["XM-DAC-88888-7", "XM-DAC-99999-projects.plain"], activities.Select(a => a.Element("iati-identifier")!.Value));
        Assert.Equal("projects/kept-back", Assert.Single(file.LeftOut).Record);
        var aid = activities[0];
        Assert.Equal(("10", "C01", "110"), (Code(aid, "default-flow-type"), Code(aid, "default-aid-type"), Code(aid, "default-finance-type")));
        Assert.Equal([("A1", "projects/aid"), ("A2", "2018001"), ("B1", "XM-DAC-88888")], aid.Elements("other-identifier").Select(i => ((string)i.Attribute("type")!, (string)i.Attribute("ref")!)));
        Assert.Equal("Old ministry", aid.Elements("other-identifier").Last().Element("owner-org")!.Element("narrative")!.Value);
        var budgets = aid.Elements("budget").Select(b => decimal.Parse(b.Element("value")!.Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(3, budgets.Count);
        Assert.Equal(1000000.50m, budgets.Sum());
        Assert.Equal(["2", "3"], aid.Elements("transaction").Select(t => Code(t, "transaction-type")));
        await using var onlyAid = await MakeAsync(mart, configured, new ExportIatiRequest { OdaOnly = true });
        Assert.Equal(1, onlyAid.Activities);
    }

    [Fact]
    public async Task Leaves_Through_Both_Doors_In_Parts()
    {
        await using var service = await RunningService.StartAsync(ReportingApp.Build,
            ("ConnectionStrings:reportingdb", notices.Mart.ConnectionString), ("Personal:MasterKey", Convert.ToBase64String(new byte[32])));
        var http = service.Client(Role.Viewer);
        using var response = await http.GetAsync("/v1/reports/iati/activities.xml?reporting_organization=XM-DAC-99999&filter=country%3DPE");
        Assert.Equal("application/xml", response.Content.Headers.ContentType!.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync();
        Assert.True(IatiValidator.Validate(body) is { Publishable: true } report && report.Summary.Warning == 0);

        var exchange = new ExchangeService.ExchangeServiceClient(service.Channel(Role.Viewer));
        var check = await exchange.CheckIatiAsync(new ExportIatiRequest { ReportingOrganization = "XM-DAC-99999" });
        Assert.True(check.Activities > 20);
        Assert.Equal((0, 0), (check.Critical, check.Errors));
        var nobody = await Assert.ThrowsAsync<RpcException>(async () => await exchange.CheckIatiAsync(new ExportIatiRequest()));
        Assert.Equal("reporting_organization", Assert.Single(nobody.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations).Field);
        using var nothing = exchange.ExportIati(new ExportIatiRequest { ReportingOrganization = "XM-DAC-99999", Filter = "country=XK" });
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(async () => await nothing.ResponseStream.MoveNext(CancellationToken.None))).StatusCode);
    }

    private static Activities.V1.Project Project(Record record, string amount) => new()
    {
        State = Activities.V1.ProjectState.Implementation,
        Names = { new Name { Text = "Project", LanguageCode = "en" } },
        Targets = { new Party { Resource = "countries/PE" } },
        Topics = { "e-Government" },
        Period = new DateValue { Edtf = "2017-07-01/2019-06-30" },
        Budget =
        {
            Money(MoneyKind.Approved, amount, ""), Money(MoneyKind.Planned, "9", ""), Money(MoneyKind.Committed, "7", "2018-01-05"), Money(MoneyKind.Refunded, "2", "2018-02-05"),
            Money(MoneyKind.Spent, "2", "2018"),
        },
        Record = record,
    };

    private static Money Money(MoneyKind kind, string amount, string day) =>
        new() { Kind = kind, Amount = amount, CurrencyCode = "USD", ValueDate = day.Length > 0 ? new DateValue { Edtf = day } : null };

    private static Record Public(params (string Scheme, string Value, string Period)[] identifiers)
    {
        var record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Public } };
        record.ExternalIdentifiers.Add(identifiers.Select(i => new ExternalIdentifier { Scheme = i.Scheme, Value = i.Value, Period = i.Period.Length > 0 ? new DateValue { Edtf = i.Period } : null }));
        return record;
    }

    private static Task<IatiFile> MakeAsync(MartUnderTest mart, IConfiguration? configuration = null, ExportIatiRequest? request = null) =>
        new IatiExports(new MartReader(mart.Source), configuration ?? Configured, TimeProvider.System).MakeAsync(request ?? new ExportIatiRequest(), CancellationToken.None);

    private static List<XElement> Read(IatiFile file)
    {
        var activities = XDocument.Load(file.Content).Root!.Elements("iati-activity").ToList();
        file.Content.Position = 0;
        return activities;
    }

    private static XElement Find(List<XElement> activities, string number) => activities.Single(a => a.Element("iati-identifier")!.Value == $"XM-DAC-99999-{number}");

    private static string? Code(XElement element, string child) => (string?)element.Element(child)?.Attribute("code");

    private static string Description(XElement activity, string type) => activity.Elements("description").Single(d => (string)d.Attribute("type")! == type).Value;

    private static IEnumerable<(string Reference, string Type)> Related(XElement activity) =>
        activity.Elements("related-activity").Select(r => ((string)r.Attribute("ref")!, (string)r.Attribute("type")!));
}

using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.ReportingService.Exchange.Crs;
using EGovPlatform.ReportingService.Mart;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>The return of aid, made of the ledger.</summary>
public sealed class CrsTests : IAsyncLifetime
{
    private static readonly IConfiguration Configured = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Crs:DonorCode"] = "742", ["Crs:AgencyCode"] = "9" }).Build();

    private readonly ChangeLog log = new();
    private MartUnderTest mart = null!;

    public async ValueTask InitializeAsync() => mart = await MartUnderTest.CreateAsync();

    public ValueTask DisposeAsync() => mart.DisposeAsync();

    [Fact]
    public async Task A_Row_For_Each_Currency_With_Fields_By_Name()
    {
        AddProject("projects/a", [("crs-flow-type", "10"), ("crs", "2018001"), ("crs-tied-status", "5"), ("crs-gender", "1")], ["countries/PE"]);
        Book("c", "projects/a", MoneyKind.Committed, "500", "2018-03-05", e => e.Receiver = new Party { Resource = "organizations/bank" });
        Book("r", "projects/a", MoneyKind.Released, "20", "2018-04");
        Book("d", "projects/a", MoneyKind.Disbursed, "300", "2018-04-05");
        Book("b", "projects/a", MoneyKind.Refunded, "10", "2018-05-05");
        Book("s", "projects/a", MoneyKind.Spent, "7", "2018-06-05", e => e.Money.CurrencyCode = "KRW");
        Book("next", "projects/a", MoneyKind.Disbursed, "99", "2019-04-05");
        var made = await MakeAsync(2018);
        Assert.Equal(["KRW", "USD"], made.Rows.Select(r => Cell(r, "CurrencyCode")));
        var row = made.Rows[1];
        string[] fields = ["Year", "DonorCode", "AgencyCode", "CrsID", "ProjectNumber", "InitialReport", "RecipientCode", "RecipientIso", "RecipientName", "FlowCode", "Finance_t", "Aid_t", "Commitment_National", "CommitmentDate", "Disbursement_National", "Received_National", "AmountUntied_National", "PurposeCode", "ChannelCode", "ChannelReportedName", "ExpectedStartDate", "CompletionDate", "Gender"];
        Assert.Equal(
            "2018|742|9|2018001|projects/a|1|454|PE|Peru|10|110|C01|480|2018-03-05|300|10|480|15110|46012|Bank|2018-01-01|2018-12-31|1",
            string.Join('|', fields.Select(f => Cell(row, f))));
        Assert.Equal("Aid_t Finance_t PurposeCode", Cell(row, "Assumed"));
        Assert.Contains("Bi_Multi", row.Missing.Keys);
        Assert.Equal("", Cell(row, "Bi_Multi"));
        var next = await MakeAsync(2019);
        Assert.Equal(("3", "99", ""), (Cell(next.Rows[0], "InitialReport"), Cell(next.Rows[0], "Disbursement_National"), Cell(next.Rows[0], "Commitment_National")));
    }

    [Fact]
    public async Task What_Is_No_Aid_Is_Not_Reported_And_Said_So()
    {
        AddProject("projects/unmarked", [], ["countries/PE"]);
        Book("u", "projects/unmarked", MoneyKind.Disbursed, "1", "2018-01-05");
        AddProject("projects/none", [("crs-flow-type", "none")], ["countries/PE"]);
        Book("n", "projects/none", MoneyKind.Disbursed, "1", "2018-01-05");
        AddProject("projects/idle", [("crs-flow-type", "10")], ["countries/PE"]);
        Book("i", "projects/idle", MoneyKind.Disbursed, "1", "2017-01-05");
        AddProject("projects/uruguay", [("crs-flow-type", "10")], ["countries/UY"]);
        Book("y1", "projects/uruguay", MoneyKind.Disbursed, "3", "2017-01-05");
        Book("y2", "projects/uruguay", MoneyKind.Disbursed, "4", "2018-01-05");
        AddProject("projects/export", [("crs-flow-type", "22")], ["countries/UY"]);
        Book("e", "projects/export", MoneyKind.Disbursed, "5", "2018-01-05");
        var made = await MakeAsync(2018);
        Assert.Equal("projects/export", Assert.Single(made.Rows).Record);
        Assert.Equal(["projects/idle", "projects/none", "projects/unmarked", "projects/uruguay"], made.LeftOut.Select(l => l.Record).Order(StringComparer.Ordinal));
        Assert.Contains("crs-flow-type", made.LeftOut.Single(l => l.Record == "projects/unmarked").Reason, StringComparison.Ordinal);
        Assert.Contains("not on the DAC's list", made.LeftOut.Single(l => l.Record == "projects/uruguay").Reason, StringComparison.Ordinal);
        Assert.Contains(await MakeAsync(2017) is var before ? before.Rows : [], r => r.Record == "projects/uruguay" && Cell(r, "Disbursement_National") == "3");
    }

    [Fact]
    public async Task What_Is_Unknown_Stays_Empty_And_What_Is_Not_Exact_Is_Named()
    {
        AddProject("projects/a", [("crs-flow-type", "10"), ("crs-gender", "9")], ["countries/PE", "countries/KH"]);
        Book("c", "projects/a", MoneyKind.Committed, "440", "2018-03-05", e => e.Money.Qualifier = Qualifier.About);
        Book("d", "projects/a", MoneyKind.Disbursed, "300", "2018-04-05");
        Book("d2", "projects/a", MoneyKind.Disbursed, "", "2018-04-06");
        Book("late", "projects/a", MoneyKind.Disbursed, "8", "2018/2019");
        var row = Assert.Single((await MakeAsync(2018)).Rows);
        Assert.Equal(("440", "", "", "", ""), (Cell(row, "Commitment_National"), Cell(row, "Disbursement_National"), Cell(row, "RecipientCode"), Cell(row, "Gender"), Cell(row, "RecipientName")));
        Assert.Equal("Booked is 300 USD, 1 of 2 unknown.", row.Missing["Disbursement_National"]);
        Assert.Contains("2 countries, whose shares are not stated", row.Missing["RecipientCode"], StringComparison.Ordinal);
        Assert.Contains("'9'", row.Missing["Gender"], StringComparison.Ordinal);
        Assert.Equal(["Commitment_National", "Year"], row.Doubtful.Keys);
        Assert.Contains("1 more sums", row.Doubtful["Year"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Year_To_Come_Is_Refused() =>
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => MakeAsync(2999))).StatusCode);

    private static string Cell(CrsRow row, string column) =>
        Convert.ToString(row.Cells()[CrsRow.Head.ToList().IndexOf(column)], System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private async Task<CrsReturn> MakeAsync(int year)
    {
        if (log.Changes.All(c => c.Name != "countries/PE"))
        {
            log.Add("countries/PE", new Country { Names = { Text("Peru") }, Record = Identified(("dac", "454")), OdaEligibility = { new OdaEligibility { Status = OdaStatus.Eligible } } });
            log.Add("countries/UY", new Country { Names = { Text("Uruguay") }, OdaEligibility = { new OdaEligibility { Status = OdaStatus.Graduated, Period = new() { Edtf = "2018-01-01/.." } } } });
            log.Add("organizations/bank", new Organization { Names = { Text("Bank") }, Record = Identified(("org-id", "XM-DAC-46012")) });
            await mart.ApplyAsync(log.Changes);
        }

        return await new CrsReturns(new MartReader(mart.Source), Configured, TimeProvider.System).MakeAsync(year, "", null, MartUnderTest.Staff, CancellationToken.None);
    }

    private void AddProject(string name, (string Scheme, string Value)[] identifiers, string[] countries)
    {
        var project = new Project { State = ProjectState.Closed, Names = { Text("Project") }, Period = new() { Edtf = "2018-01-01/2018-12-31" }, Topics = { "e-Government" }, Record = Identified(identifiers) };
        project.Targets.Add(countries.Select(c => new Party { Resource = c }));
        log.Add(name, project);
    }

    private void Book(string id, string activity, MoneyKind kind, string amount, string date, Action<LedgerEntry>? more = null)
    {
        var entry = new LedgerEntry { State = LedgerEntryState.Booked, Activity = activity, Money = new() { Kind = kind, Amount = amount, CurrencyCode = "USD" }, Date = new() { Edtf = date } };
        more?.Invoke(entry);
        log.Add($"ledgerEntries/{id}", entry);
    }

    private static Name Text(string text) => new() { Text = text, LanguageCode = "en" };

    private static Record Identified(params (string Scheme, string Value)[] identifiers)
    {
        var record = new Record();
        record.ExternalIdentifiers.Add(identifiers.Select(i => new ExternalIdentifier { Scheme = i.Scheme, Value = i.Value }));
        return record;
    }
}

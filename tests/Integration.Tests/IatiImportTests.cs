using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Iati.Codelists;
using EGovPlatform.Iati.Model;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Records;
using EGovPlatform.Integration.V1;

namespace EGovPlatform.Integration.Tests;

/// <summary>Published files come into records with the counts and sums that were counted by other means.</summary>
public sealed class IatiImportTests(Owners owners) : IClassFixture<Owners>
{
    private const string Variable = "EGOV_IATI_REAL";
    private static readonly string Folder = Path.Combine(Repository(), "tests", "Data", "iati", "real");
    private static readonly JsonElement Facts = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "FACTS.json"))).RootElement;

    private readonly Desk desk = new(owners);

    public static TheoryData<string> Files { get; } = [.. Facts.EnumerateObject().Select(f => f.Name).Where(n => !n.Contains('/', StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_published_file_becomes_records_with_the_sums_of_the_facts(string file)
    {
        var bytes = await File.ReadAllBytesAsync(PathOf(file), TestContext.Current.CancellationToken);
        var import = await desk.UploadAsync(file, bytes);
        var rows = await RowsAsync(import);
        Assert.All(rows.Where(r => r.Outcome == RowOutcome.Error), r => Assert.All(r.Violations, v => Assert.True(v.Place.Row > 0 && v.Rule.Contains('.', StringComparison.Ordinal), $"{r.Record} {v}")));
        Assert.Equal(0, import.Counts.Ask);

        import = await desk.ApplyAsync(import, skipBadRows: true);
        Assert.Equal((ImportState.Applied, 0L), (import.State, import.Counts.Failed));
        var projects = await ProjectsAsync(rows);
        var facts = Facts.GetProperty(file);
        if (facts.GetProperty("version").GetString()!.StartsWith("1.", StringComparison.Ordinal))
        {
            Assert.Equal("0.6.1", Assert.Single(Assert.Single(rows).Violations).Rule);
            return;
        }

        // What is refused is read apart, so that all adds up.
        using var reader = new IatiReader(new MemoryStream(bytes));
        var refused = reader.Activities().Where(a => !a.IsUsable).Select(a => a.Activity).ToList();
        Assert.Equal(refused.Count, import.Counts.Error);
        Assert.Equal(facts.GetProperty("activities").GetInt32(), projects.Count + refused.Count);
        var kept = projects.ConvertAll(p => KeptActivity.Read(p.Iati)!);
        AssertSame(Sums(facts, "transactions"), Add(kept.Concat(refused).SelectMany(TransactionsOf)));
        AssertSame(Sums(facts, "budgets"), Add(kept.Concat(refused).SelectMany(BudgetsOf)));
        AssertSame(Sums(facts, "transactions"), Add(projects.SelectMany(p => p.Budget).Where(m => !IsBudget(m)).Select(m => ($"{TypeOf(m)}/{m.CurrencyCode}", Exact(m))).Concat(refused.SelectMany(TransactionsOf))));
        AssertSame(Sums(facts, "budgets"), Add(projects.SelectMany(p => p.Budget).Where(IsBudget).Select(m => (m.CurrencyCode, Exact(m))).Concat(refused.SelectMany(BudgetsOf))));
        AssertKept(bytes, kept);

        var again = await desk.ApplyAsync(await desk.UploadAsync(file, bytes), skipBadRows: true);
        Assert.Equal((0L, 0L, import.Counts.Rows - import.Counts.Error), (again.Counts.Written, again.Counts.Failed, again.Counts.Unchanged));
    }

    [Fact]
    public async Task A_newer_file_updates_an_older_one_does_not_and_an_undo_takes_all_back()
    {
        var import = await desk.ApplyAsync(await desk.UploadAsync("one.xml", Activity("One", "2024-01-02T00:00:00Z", "100")));
        Assert.Equal((2L, 0L), (import.Counts.Written, import.Counts.Failed));
        var row = (await desk.RowsAsync(import)).Single(r => r.Record.StartsWith("projects/", StringComparison.Ordinal));
        Assert.Equal(("One", "100"), await TitleAsync(row.Record));

        var older = await desk.UploadAsync("older.xml", Activity("Older", "2024-01-01T00:00:00Z", "50"));
        Assert.Equal((0L, 2L), (older.Counts.Update, older.Counts.Unchanged));
        Assert.Contains("older", (await desk.RowsAsync(older))[^1].Note, StringComparison.Ordinal);

        var newer = await desk.UploadAsync("newer.xml", Activity("Newer", "2024-01-03T00:00:00Z", "75"));
        Assert.Equal((1L, 1L), (newer.Counts.Update, newer.Counts.Unchanged));
        newer = await desk.ApplyAsync(newer, reason: "the publisher's new file");
        Assert.Equal(("Newer", "75"), await TitleAsync(row.Record));
        newer = await desk.UndoAsync(newer);
        Assert.Equal((1L, 0L), (newer.Counts.Undone, newer.Counts.Conflict));
        Assert.Equal(("One", "100"), await TitleAsync(row.Record));
    }

    [Fact]
    public async Task A_bad_activity_is_told_by_rule_and_line_and_keeps_no_good_one_out()
    {
        var good = Activity("Good", "2024-01-02T00:00:00Z", "100", "good");
        var bad = XElement.Parse(Activity("Bad", "2024-01-02T00:00:00Z", "100", "bad")).Element("iati-activity")!;
        bad.Element("activity-date")!.SetAttributeValue("iso-date", "961963");
        var file = good.Replace("</iati-activities>", bad + "\n</iati-activities>", StringComparison.Ordinal);
        var import = await desk.UploadAsync("mixed.xml", file);
        Assert.Equal(1, import.Counts.Error);
        var violation = Assert.Single((await desk.RowsAsync(import)).Single(r => r.Outcome == RowOutcome.Error).Violations);
        Assert.Equal("0.3.1", violation.Rule);
        Assert.Contains("961963", file.Split('\n')[violation.Place.Row - 1], StringComparison.Ordinal);
        Assert.Equal(0, (await desk.ApplyAsync(import, skipBadRows: true)).Counts.Failed);
    }

    [Theory]
    [InlineData("<!DOCTYPE iati-activities [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><iati-activities version=\"2.03\"><iati-activity><iati-identifier>&e;</iati-identifier></iati-activity></iati-activities>", "0.1.1")]
    [InlineData("<iati-activities version=\"1.05\"/>", "0.6.1")]
    [InlineData("<html/>", "0.2.1")]
    public async Task A_file_with_a_document_type_an_old_one_or_another_is_refused(string file, string rule)
    {
        var import = await desk.UploadAsync("odd.xml", file);
        Assert.Equal((1L, 1L), (import.Counts.Rows, import.Counts.Error));
        Assert.Contains((await desk.RowsAsync(import))[0].Violations, v => v.Rule == rule);
    }

    [Fact]
    public async Task Contacts_of_people_stay_out_and_foreign_elements_come_in()
    {
        var xml = XElement.Parse(Activity("Kept", "2024-01-02T00:00:00Z", "5", "kept"));
        var activity = xml.Element("iati-activity")!;
        activity.Element("activity-date")!.AddAfterSelf(XElement.Parse("<contact-info type=\"1\"><person-name><narrative>Somebody Private</narrative></person-name><email>somebody@example.org</email></contact-info>"));
        activity.Add(new XElement(XName.Get("treasury-account", "http://example.org/x"), new XAttribute("code", "12"), "money"));
        var import = await desk.ApplyAsync(await desk.UploadAsync("kept.xml", xml.ToString()));
        var row = (await desk.RowsAsync(import)).Single(r => r.Record.StartsWith("projects/", StringComparison.Ordinal));
        Assert.Contains("contact-info is left out", row.Note, StringComparison.Ordinal);
        var kept = KeptActivity.Read((await ProjectsAsync([row]))[0].Iati)!.Write().ToString();
        Assert.Contains("treasury-account", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody", kept, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_large_file_comes_packed()
    {
        var many = XElement.Parse(Activity("Many", "2024-01-02T00:00:00Z", "5", "many-0"));
        var text = new string('x', 60_000);
        for (var i = 1; i < 80; i++)
        {
            var next = XElement.Parse(Activity("Many", "2024-01-02T00:00:00Z", "5", $"many-{i}")).Element("iati-activity")!;
            next.Element("title")!.AddAfterSelf(new XElement("description", new XElement("narrative", text)));
            many.Add(next);
        }

        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = await zip.CreateEntry("many.xml").OpenAsync(TestContext.Current.CancellationToken);
            await entry.WriteAsync(Encoding.UTF8.GetBytes(many.ToString()), TestContext.Current.CancellationToken);
        }

        var import = await desk.UploadAsync("many.zip", packed.ToArray());
        Assert.Equal((160L, 0L), (import.Counts.Add, import.Counts.Error));
    }

    private static void AssertKept(byte[] file, List<IatiActivity> kept)
    {
        using var reader = new IatiReader(new MemoryStream(file));
        var sent = reader.Activities().Where(a => a.IsUsable).Select(a => a.Activity).ToDictionary(a => a.Identifier.Trim(), a => a.Write(), StringComparer.Ordinal);
        foreach (var activity in kept)
        {
            var whole = sent[activity.Identifier.Trim()];
            whole.Elements("contact-info").Remove();
            Assert.Equal(Canonical.Text(whole), Canonical.Text(activity.Write()));
        }
    }

    private async Task<List<ImportRow>> RowsAsync(Import import)
    {
        var rows = new List<ImportRow>();
        var request = new ListImportRowsRequest { Parent = import.Name, PageSize = 200 };
        do
        {
            var page = await desk.Imports.ListImportRowsAsync(request);
            rows.AddRange(page.Rows);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return rows;
    }

    private async Task<List<Project>> ProjectsAsync(IEnumerable<ImportRow> rows)
    {
        var client = new ProjectService.ProjectServiceClient(owners.Channel("activities"));
        var projects = new List<Project>();
        foreach (var names in rows.Select(r => r.Record).Where(r => r.StartsWith("projects/", StringComparison.Ordinal)).Chunk(20))
        {
            projects.AddRange((await client.BatchGetProjectsAsync(new BatchGetRequest { Names = { names } })).Projects);
        }

        return projects;
    }

    private async Task<(string Title, string Amount)> TitleAsync(string name)
    {
        var project = (await ProjectsAsync([new ImportRow { Record = name }]))[0];
        return (project.Names[0].Text, project.Budget.Single().Amount);
    }

    private static string Activity(string title, string updated, string amount, string id = "1") => $"""
        <iati-activities version="2.03">
          <iati-activity default-currency="USD" xml:lang="en" last-updated-datetime="{updated}">
            <iati-identifier>XM-DAC-99999-{id}</iati-identifier>
            <reporting-org ref="XM-DAC-99999" type="10"><narrative>Publisher</narrative></reporting-org>
            <title><narrative>{title}</narrative></title>
            <description><narrative>What it is</narrative></description>
            <participating-org ref="XM-DAC-99999-{id}" role="1" type="10"><narrative>Publisher</narrative></participating-org>
            <activity-status code="2"/>
            <activity-date type="2" iso-date="2020-01-01"/>
            <recipient-country code="PE"/>
            <sector code="15110"/>
            <transaction><transaction-type code="3"/><transaction-date iso-date="2021-01-01"/><value value-date="2021-01-01">{amount}</value></transaction>
          </iati-activity>
        </iati-activities>
        """;

    private static IEnumerable<(string, decimal?)> TransactionsOf(IatiActivity a) => a.Transactions.Select(t => ($"{t.Type?.Code ?? "?"}/{t.Value?.Currency ?? a.Currency}", t.Value?.Amount));

    private static IEnumerable<(string, decimal?)> BudgetsOf(IatiActivity a) => a.Budgets.Select(b => (b.Value?.Currency ?? a.Currency ?? "?", b.Value?.Amount));

    private static bool IsBudget(Money money) => money.Kind is MoneyKind.Approved or MoneyKind.Planned || money.KindAsPrinted == "revised budget";

    private static string TypeOf(Money money) => money.Kind switch
    {
        MoneyKind.Incoming => "1",
        MoneyKind.Committed => "2",
        MoneyKind.Disbursed => "3",
        MoneyKind.Spent => "4",
        MoneyKind.IncomingCommitted => "11",
        _ => Codelist.Of("TransactionType").Codes.Single(c => Codelist.Of("TransactionType").NameOf(c) == money.KindAsPrinted),
    };

    private static decimal? Exact(Money money) => decimal.Parse(money.AsPrinted.Length > 0 ? money.AsPrinted : money.Amount, CultureInfo.InvariantCulture);

    private static Dictionary<string, (int, decimal)> Add(IEnumerable<(string Key, decimal? Amount)> amounts) =>
        amounts.Where(a => a.Amount is not null).GroupBy(a => a.Key).ToDictionary(g => g.Key, g => (g.Count(), g.Sum(a => a.Amount!.Value)));

    private static Dictionary<string, (int, decimal)> Sums(JsonElement facts, string name) => facts.GetProperty(name).EnumerateObject()
        .Select(s => (s.Name, Count: s.Value.GetProperty("count").GetInt32(), Sum: decimal.Parse(s.Value.GetProperty("sum").GetString()!, CultureInfo.InvariantCulture)))
        .Where(s => s.Count > 0).ToDictionary(s => s.Name, s => (s.Count, s.Sum));

    private static void AssertSame<T>(Dictionary<string, T> expected, Dictionary<string, T> actual) =>
        Assert.Equal(expected.OrderBy(e => e.Key, StringComparer.Ordinal), actual.OrderBy(e => e.Key, StringComparer.Ordinal));

    private static string PathOf(string file)
    {
        var committed = Path.Combine(Folder, file);
        var path = File.Exists(committed) ? committed : Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.Combine(folder, file) : null;
        Assert.SkipUnless(path is not null, $"The file's licence is not clear and it is not in the repository; {Variable} names the folder it is in.");
        return path!;
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EGovPlatform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}

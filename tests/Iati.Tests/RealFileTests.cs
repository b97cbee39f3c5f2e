using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using EGovPlatform.Iati.Model;
using EGovPlatform.Iati.Reading;

namespace EGovPlatform.Iati.Tests;

/// <summary>Published files come in with the counts and sums that were counted by other means.</summary>
public sealed class RealFileTests
{
    private const string Variable = "EGOV_IATI_REAL";
    private const string OldFile = "old-1.04-ec-kosovo.xml";

    private static readonly JsonElement Facts = JsonDocument.Parse(File.ReadAllText(Path.Combine(TestData.Folder, "real", "FACTS.json"))).RootElement;

    public static TheoryData<string> Files { get; } = [.. Facts.EnumerateObject().Select(f => f.Name).Where(n => !n.Contains('/', StringComparison.Ordinal))];

    [Fact]
    public void Facts_Are_Of_25_Files() => Assert.Equal(25, Files.Count);

    [Theory]
    [MemberData(nameof(Files))]
    public void File_Comes_In_With_The_Counts_And_Sums_Of_The_Facts(string file)
    {
        using var stream = Open(file);
        using var reader = new IatiReader(stream);
        var activities = reader.Activities().ToList();
        if (file == OldFile)
        {
            Assert.Empty(activities);
            Assert.Equal("0.6.1", Assert.Single(reader.FileFindings, f => f.Severity == Validation.Severity.Critical).Id);
            return;
        }

        var facts = Facts.GetProperty(file);
        Assert.Equal(facts.GetProperty("activities").GetInt32(), activities.Count);
        Assert.Equal(facts.GetProperty("version").GetString(), reader.Root!.Attribute("version")!.Value);
        // Read in and written out again, so that what the model keeps is what is counted.
        var written = activities.ConvertAll(a => (a.Activity, Xml: a.Activity.Write()));
        AssertSame(Counts(facts, "reportingOrgs"), Count(written.Select(a => a.Activity.Reporter!.Reference!)));
        AssertSame(Counts(facts, "sectorVocabularies"), Count(written.SelectMany(a => a.Activity.Sectors).Select(s => s.Vocabulary ?? "1")));
        AssertSome(Counts(facts, "recipientCountries"), Count(written.SelectMany(a => a.Activity.Countries).Select(c => c.Code!)));
        AssertSame(Counts(facts, "elements"), Elements(facts, written.ConvertAll(a => a.Xml)));
        AssertSome(Counts(facts, "narrativeLanguages"), Count(written.SelectMany(Languages)));
        AssertSome(Counts(facts, "foreignElements"), Count(written.SelectMany(a => a.Xml.Descendants()).Where(e => e.Name.NamespaceName.Length > 0).Select(e => e.Name.ToString())));
        AssertSame(Sums(facts, "transactions"), Add(written.SelectMany(a => a.Activity.Transactions.Select(t =>
            ($"{t.Type?.Code ?? "?"}/{t.Value?.Currency ?? a.Activity.Currency}", t.Value?.Amount)))));
        AssertSame(Sums(facts, "budgets"), Add(written.SelectMany(a => a.Activity.Budgets.Select(b => (b.Value?.Currency ?? a.Activity.Currency ?? "?", b.Value?.Amount)))));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_That_Follows_The_Schema_Has_No_Refused_Activity_And_The_Others_Have(string file)
    {
        using var stream = Open(file);
        using var reader = new IatiReader(stream);
        var refused = reader.Activities().Count(a => !a.IsUsable);
        var valid = Facts.GetProperty(file).GetProperty("xsd203Valid").GetBoolean();
        Assert.Equal(valid || file == OldFile, refused == 0);
    }

    private static FileStream Open(string file)
    {
        var committed = Path.Combine(TestData.Folder, "real", file);
        var path = File.Exists(committed) ? committed : TestData.Outside(Variable) is { } folder ? Path.Combine(folder, file) : null;
        Assert.SkipUnless(path is not null, $"The file's licence is not clear and it is not in the repository; {Variable} names the folder it is in.");
        return File.OpenRead(path!);
    }

    private static Dictionary<string, int> Elements(JsonElement facts, List<XElement> activities) =>
        facts.GetProperty("elements").EnumerateObject().ToDictionary(e => e.Name, e => activities.Sum(a => At([a], e.Name.Split('/')).Count()));

    private static IEnumerable<XElement> At(IEnumerable<XElement> from, string[] path) => path.Aggregate(from, (elements, name) => elements.Elements(name));

    private static IEnumerable<string> Languages((IatiActivity Activity, XElement Xml) activity) =>
        activity.Xml.Descendants("narrative").Select(n => n.Attribute(XNamespace.Xml + "lang") is { Value.Length: > 0 } language ? language.Value : $"default:{activity.Activity.Language}");

    private static Dictionary<string, int> Count(IEnumerable<string> keys) => keys.GroupBy(k => k).ToDictionary(g => g.Key, g => g.Count());

    private static Dictionary<string, (int, decimal)> Add(IEnumerable<(string Key, decimal? Amount)> amounts) =>
        amounts.Where(a => a.Amount is not null).GroupBy(a => a.Key).ToDictionary(g => g.Key, g => (g.Count(), g.Sum(a => a.Amount!.Value)));

    private static Dictionary<string, int> Counts(JsonElement facts, string name) =>
        facts.TryGetProperty(name, out var counts) ? counts.EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetInt32()) : [];

    private static Dictionary<string, (int, decimal)> Sums(JsonElement facts, string name) => facts.GetProperty(name).EnumerateObject()
        .Select(s => (s.Name, Count: s.Value.GetProperty("count").GetInt32(), Sum: decimal.Parse(s.Value.GetProperty("sum").GetString()!, CultureInfo.InvariantCulture)))
        .Where(s => s.Count > 0).ToDictionary(s => s.Name, s => (s.Count, s.Sum));

    private static void AssertSame<T>(Dictionary<string, T> expected, Dictionary<string, T> actual) =>
        Assert.Equal(expected.OrderBy(e => e.Key, StringComparer.Ordinal), actual.OrderBy(e => e.Key, StringComparer.Ordinal));

    // The facts name the most frequent ones only.
    private static void AssertSome(Dictionary<string, int> expected, Dictionary<string, int> actual) =>
        Assert.All(expected, e => Assert.Equal(e.Value, actual.GetValueOrDefault(e.Key)));
}

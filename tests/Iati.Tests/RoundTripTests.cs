using System.Xml.Linq;
using EGovPlatform.Iati.Writing;
using EGovPlatform.Iati.Reading;

namespace EGovPlatform.Iati.Tests;

/// <summary>Out, in and out again.</summary>
public sealed class RoundTripTests
{
    private static readonly XNamespace Own = "https://egovplatform.example/iati";

    [Fact]
    public void Export_Has_No_Finding_In_Any_Layer()
    {
        var report = TestData.ValidateText(Samples.Export(Samples.Full()));
        Assert.True(report.Summary is { Critical: 0, Error: 0, Warning: 0 }, report.ToJson());
    }

    [Fact]
    public void Export_Comes_Back_The_Same()
    {
        var first = Samples.Full();
        first.OtherElements.Add(new XElement(Own + "state", "SELECTED"));
        var xml = Samples.Export(first);
        var read = Assert.Single(Samples.Import(xml));
        Assert.Empty(read.Findings);
        Assert.Equal(Canonical.Text(first.Write()), Canonical.Text(read.Activity.Write()));
        Assert.Equal(xml, Samples.Export(read.Activity));
        Assert.Equal(["en", "ko", "es"], read.Activity.Title!.Narratives.Select(n => n.Language));
        Assert.Empty(read.Activity.OtherAttributes);
        Assert.Equal(Own + "state", Assert.Single(read.Activity.OtherElements).Name);
    }

    [Theory]
    [InlineData("real/usaid-barbados.xml")]
    [InlineData("real/usaid-uruguay.xml")]
    [InlineData("real/acf-spain-es.xml")]
    [InlineData("real/acf-spain-philippines.xml")]
    [InlineData("examples/activity-standard-example-annotated.xml")]
    public void Foreign_File_Keeps_Everything(string file)
    {
        var path = Path.Combine(TestData.Folder, file);
        var expected = XDocument.Load(path).Root!.Elements("iati-activity").Select(Sorted).ToList();
        using var stream = File.OpenRead(path);
        using var reader = new IatiReader(stream);
        var actual = reader.Activities().Select(a => Sorted(a.Activity.Write())).ToList();
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Same_File_Twice_Changes_Nothing_And_The_Newer_One_Wins()
    {
        var known = new Dictionary<string, KnownActivity>();
        var file = Samples.Export(Samples.Full("A"), Samples.Full("B"));
        Assert.Equal([ImportAction.Add, ImportAction.Add], Import(file, known));
        Assert.Equal([ImportAction.Unchanged, ImportAction.Unchanged], Import(file, known));
        Assert.Equal([ImportAction.Update, ImportAction.Unchanged], Import(Changed("A", "2023-06-01T00:00:00Z"), known));
        Assert.Equal([ImportAction.Older, ImportAction.Unchanged], Import(Changed("A", "2023-04-01T00:00:00+09:00"), known));
    }

    [Fact]
    public void Bad_Activities_Are_Listed_With_Line_And_Rule_And_Good_Ones_Come_In()
    {
        var bad = Samples.Full("B");
        bad.Status = Samples.Code("2", "x y z");
        bad.OtherElements.Add(new XElement("no-such-element"));
        var read = Samples.Import(Samples.Export(Samples.Full("A"), bad, Samples.Full("C"), Samples.Full("A")));
        Assert.Equal([true, false, true, false], read.Select(a => a.IsUsable));
        var finding = Assert.Single(read[1].Findings, f => f.Id == "0.3.1" && f.Context.Contains("no-such-element", StringComparison.Ordinal));
        Assert.True(finding.Line > read[1].Activity.Line!.Line);
        Assert.Contains(read[3].Findings, f => f.Id == "1.1.2");
    }

    [Fact]
    public async Task Nothing_Leaves_With_An_Error_Or_A_Withdrawn_Code()
    {
        using var stream = new MemoryStream();
        var late = Samples.Full();
        late.Dates.Add(new() { Type = "4", Date = new(2999, 1, 1) });
        var report = await IatiExport.WriteAsync(stream, Samples.Header, [late], null, CancellationToken.None);
        Assert.Equal("11.1.5", Assert.Single(report.All).Id);
        var withdrawn = Samples.Full();
        withdrawn.FinanceType = Samples.Code("410");
        report = await IatiExport.WriteAsync(stream, Samples.Header, [withdrawn], null, CancellationToken.None);
        Assert.Equal("9.23.1", Assert.Single(report.All).Id);
        Assert.Equal(0, stream.Length);
        report = await IatiExport.WriteAsync(stream, Samples.Header, [Samples.Full()], null, CancellationToken.None);
        Assert.Empty(report.All);
        Assert.True(stream.Length > 0);
    }

    private static string Changed(string number, string updated)
    {
        var changed = Samples.Full(number);
        changed.LastUpdated = updated;
        changed.Status = Samples.Code("3");
        return Samples.Export(changed, Samples.Full("B"));
    }

    private static List<ImportAction> Import(string file, Dictionary<string, KnownActivity> known)
    {
        var actions = new List<ImportAction>();
        foreach (var read in Samples.Import(file))
        {
            var action = ImportPlan.Decide(read, known.GetValueOrDefault(read.Activity.Identifier));
            actions.Add(action);
            if (action is ImportAction.Add or ImportAction.Update)
            {
                known[read.Activity.Identifier] = ImportPlan.Remember(read);
            }
        }

        return actions;
    }

    // The order of different elements is the schema's and may be mended; that of equal ones has to stay.
    private static string Sorted(XElement activity)
    {
        var sorted = new XElement(activity.Name, activity.Attributes(), activity.Elements().OrderBy(e => e.Name.ToString(), StringComparer.Ordinal));
        foreach (var amount in sorted.Descendants("value"))
        {
            // Blanks round a number mean nothing.
            amount.Value = amount.Value.Trim();
        }

        return Canonical.Text(sorted);
    }
}

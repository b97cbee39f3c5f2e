using System.Xml.Linq;
using EGovPlatform.Iati.Rulesets;

namespace EGovPlatform.Iati.Tests;

/// <summary>The rulesets' own 83 tests.</summary>
public sealed class RuleTests
{
    public static TheoryData<string, string, string> Cases { get; } =
        [.. File.ReadLines(Path.Combine(Folder, "EXPECTED.tsv")).Skip(1).Select(l => l.Split('\t')).Select(c => new TheoryDataRow<string, string, string>(c[0], c[1], c[2]))];

    private static string Folder => Path.Combine(TestData.Folder, "rule-tests");

    [Fact]
    public void All_Cases_Are_There() => Assert.Equal(83, Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ruleset_Gives_The_Expected_Answer(string ruleset, string xml, string expected)
    {
        using var json = File.OpenRead(Path.Combine(Folder, ruleset));
        var engine = new RuleEngine(Ruleset.Read(json), TimeProvider.System, new HashSet<string>());
        var breaches = engine.Check(XDocument.Load(Path.Combine(Folder, xml))).ToList();
        Assert.Equal(expected, breaches.Count == 0 ? "pass" : "fail");
    }

    [Fact]
    public void Every_Rule_Of_The_Standard_Has_A_Number_And_Can_Be_Evaluated()
    {
        var document = new XDocument(new XElement("iati-activities", new XElement("iati-activity")));
        Assert.All(Ruleset.Standard.Contexts.SelectMany(c => c.Cases).SelectMany(c => c.Kind == "loop" ? c.Do : [c]), c => Assert.NotEmpty(c.Id));
        Assert.NotEmpty(new RuleEngine(Ruleset.Standard, TimeProvider.System, new HashSet<string>()).Check(document));
    }
}

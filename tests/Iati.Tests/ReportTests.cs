using System.Text.Json;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Validation;

namespace EGovPlatform.Iati.Tests;

/// <summary>The shape of reports and what keeps bad files out.</summary>
public sealed class ReportTests
{
    private const string Activity = """
        <iati-activity default-currency="EUR" xml:lang="en">
          <iati-identifier>XM-DAC-1-A</iati-identifier>
          <reporting-org ref="XM-DAC-1" type="10"><narrative>A</narrative></reporting-org>
          <title><narrative>T</narrative></title>
          <description><narrative>D</narrative></description>
          <participating-org role="1"><narrative>A</narrative></participating-org>
          <activity-status code="2"/>
          <activity-date type="2" iso-date="2020-01-01"/>
          <recipient-country code="KH"/>
          <sector code="15110"/>
        </iati-activity>
        """;

    [Fact]
    public void Report_Has_The_Shape_Of_The_Public_Validator_And_Lines()
    {
        var report = TestData.ValidateText($"<iati-activities version=\"2.03\">\n{Activity.Replace("KH", "XX", StringComparison.Ordinal)}\n</iati-activities>");
        using var json = JsonDocument.Parse(report.ToJson());
        var error = json.RootElement.GetProperty("errors")[0].GetProperty("errors")[0].GetProperty("errors")[0];
        Assert.True(json.RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal(1, json.RootElement.GetProperty("summary").GetProperty("error").GetInt32());
        Assert.Equal("XM-DAC-1-A", json.RootElement.GetProperty("errors")[0].GetProperty("identifier").GetString());
        Assert.Equal("9.50.1", error.GetProperty("id").GetString());
        Assert.Equal("Country", error.GetProperty("codelist").GetString());
        Assert.Equal(10, error.GetProperty("context")[0].GetProperty("line").GetInt32());
        Assert.False(report.Publishable);
    }

    [Fact]
    public void Withdrawn_Code_Is_A_Warning()
    {
        var report = TestData.ValidateText($"<iati-activities version=\"2.03\">{Activity.Replace("15110", "74010", StringComparison.Ordinal)}</iati-activities>");
        Assert.Equal(("9.76.1", "warning"), (report.All.Single().Id, report.All.Single().Severity));
        Assert.True(report.Publishable);
    }

    [Fact]
    public void Schema_Findings_Stand_With_Their_Activity()
    {
        var bad = Activity.Replace("2020-01-01", "961963", StringComparison.Ordinal).Replace("1-A", "1-B", StringComparison.Ordinal);
        var report = TestData.ValidateText($"<iati-activities version=\"2.03\">{Activity}{bad}</iati-activities>");
        var entry = Assert.Single(report.Errors);
        Assert.Equal("XM-DAC-1-B", entry.Identifier);
        Assert.Contains(report.All, e => e.Id == "0.3.1");
    }

    [Fact]
    public void Document_Type_Definitions_Are_Refused()
    {
        // Nothing of it is used, so nothing but the definition itself can be what is refused.
        var report = TestData.ValidateText($"<!DOCTYPE iati-activities [<!ENTITY a \"aaaa\">]><iati-activities version=\"2.03\">{Activity}</iati-activities>");
        Assert.Equal("0.1.1", Assert.Single(report.All).Id);
    }

    [Fact]
    public void Depth_And_Size_Are_Limited()
    {
        var deep = string.Concat(Enumerable.Repeat("<x:a>", 100)) + string.Concat(Enumerable.Repeat("</x:a>", 100));
        var text = $"<iati-activities version=\"2.03\" xmlns:x=\"urn:x\">{Activity.Replace("</iati-activity>", deep + "</iati-activity>", StringComparison.Ordinal)}</iati-activities>";
        Assert.Contains(TestData.ValidateText(text).All, e => e.Id == "0.1.1");
        Assert.DoesNotContain(TestData.ValidateText(text, new() { Limits = new() { Depth = 200 } }).All, e => e.Id == "0.1.1");
        Assert.Contains(TestData.ValidateText(text, new() { Limits = new() { Depth = 200, Characters = 500 } }).All, e => e.Id == "0.1.1");
    }

    [Fact]
    public void Findings_Beyond_The_Limit_Are_Counted_Only()
    {
        var many = string.Concat(Enumerable.Range(0, 50).Select(i => Activity.Replace("1-A", $"1-{i}", StringComparison.Ordinal).Replace("KH", "XX", StringComparison.Ordinal)));
        var report = TestData.ValidateText($"<iati-activities version=\"2.03\">{many}</iati-activities>", new() { Limits = new IatiLimits { Findings = 10 } });
        Assert.Equal((50, 10), (report.Summary.Error, report.All.Count()));
    }

    [Theory]
    [InlineData("activity-standard-example-annotated.xml")]
    [InlineData("organisation-standard-example-annotated.xml")]
    public void Annotated_Examples_Of_The_Standard_Are_Valid(string file) =>
        Assert.True(TestData.Validate(Path.Combine(TestData.Folder, "examples", file)).Valid);
}

using System.Xml.Linq;
using EGovPlatform.Activities.V1;
using EGovPlatform.Iati.Model;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Records;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Exchange;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Values;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Out of one platform, into another, and out again: the same.</summary>
public sealed class IatiRoundTripTests(FiveNoticesFixture notices) : IClassFixture<FiveNoticesFixture>
{
    private const string Us = "XM-DAC-99999";

    [Fact]
    public async Task Our_Own_File_Leaves_An_Empty_Platform_As_It_Came()
    {
        await using var first = await MakeAsync(notices.Mart, new ExportIatiRequest { ReportingOrganization = Us });
        var sent = Activities(first.Content);
        await using var empty = await MartUnderTest.CreateAsync();
        await ImportAsync(empty, sent);
        await using var second = await MakeAsync(empty, new ExportIatiRequest { ReportingOrganization = Us });
        Assert.Equal(sent.Select(a => Canonical.Text(a.Write())).Order(StringComparer.Ordinal), Activities(second.Content).Select(a => Canonical.Text(a.Write())).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_Others_Publish_Is_Passed_On_As_It_Was_Read_Or_Left_Out_With_The_Reason()
    {
        var folder = Path.Combine(Repository(), "tests", "Data", "iati", "real");
        var sent = Directory.EnumerateFiles(folder, "*.xml").SelectMany(f => Activities(File.OpenRead(f))).ToList();
        await using var mart = await MartUnderTest.CreateAsync();
        await ImportAsync(mart, sent);
        await using var passed = await MakeAsync(mart, new ExportIatiRequest { ReportingOrganization = Us, PassOnImported = true });
        var expected = sent.ToDictionary(a => a.Identifier, a => Canonical.Text(WithoutContacts(a)), StringComparer.Ordinal);
        var left = Activities(passed.Content);
        Assert.NotEmpty(left);
        Assert.All(left, a => Assert.Equal(expected[a.Identifier], Canonical.Text(a.Write())));
        Assert.Equal(sent.Count, left.Count + passed.LeftOut.Count(l => l.Reason.Contains("it breaks", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_Edited_Record_Leaves_As_It_Is_Now_And_Keeps_What_It_Has_No_Place_For()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var xml = XElement.Parse($"""
            <iati-activities version="2.03"><iati-activity default-currency="USD" xml:lang="en">
              <iati-identifier>{Us}-1</iati-identifier><reporting-org ref="{Us}" type="10"><narrative>Us</narrative></reporting-org>
              <title><narrative>Before</narrative></title><description><narrative>What</narrative></description>
              <participating-org role="1" type="10"><narrative>Us</narrative></participating-org><activity-status code="2"/>
              <activity-date type="2" iso-date="2020-01-01"/><recipient-country code="PE"/><sector code="15110"/>
              <budget type="1" status="2"><period-start iso-date="2021-03-01"/><period-end iso-date="2021-12-31"/><value value-date="2021-03-01">100</value></budget>
              <conditions attached="0"/>
            </iati-activity></iati-activities>
            """);
        await ImportAsync(mart, Activities(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(xml.ToString()))), p => p.Names[0].Text = "After");
        await using var file = await MakeAsync(mart, new ExportIatiRequest { ReportingOrganization = Us });
        var activity = Assert.Single(Activities(file.Content));
        Assert.Equal("After", activity.Title!.Narratives[0].Text);
        Assert.Contains(activity.OtherElements, e => e.Name == "conditions");
        var budget = Assert.Single(activity.Budgets);
        Assert.Equal((new DateOnly(2021, 3, 1), new DateOnly(2021, 12, 31)), (budget.Start!.Date!.Value, budget.End!.Date!.Value));
    }

    // As an import stores them: values in their normal form, organizations not known.
    private static async Task ImportAsync(MartUnderTest mart, List<IatiActivity> activities, Action<Project>? edit = null)
    {
        var log = new ChangeLog();
        foreach (var (i, activity) in activities.Index())
        {
            var project = ProjectOf.Activity(activity, "2.03");
            project.Parties.ToList().ForEach(p => p.Resource = "");
            ValueNormalizer.Normalize(project);
            edit?.Invoke(project);
            log.Add(project.Iati.ExportedFrom.StartsWith("projects/", StringComparison.Ordinal) ? project.Iati.ExportedFrom : $"projects/iati-{i}", project);
        }

        await mart.ApplyAsync(log.Changes);
    }

    private static XElement WithoutContacts(IatiActivity activity)
    {
        var xml = activity.Write();
        xml.Elements("contact-info").Remove();
        return xml;
    }

    private static List<IatiActivity> Activities(Stream file)
    {
        using var reader = new IatiReader(file);
        return [.. reader.Activities().Where(a => a.IsUsable).Select(a => a.Activity)];
    }

    private static Task<IatiFile> MakeAsync(MartUnderTest mart, ExportIatiRequest request) =>
        new IatiExports(new MartReader(mart.Source), new ConfigurationBuilder().Build(), TimeProvider.System).MakeAsync(request, CancellationToken.None);

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

using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.OpenData;

namespace EGovPlatform.Reporting.Tests;

/// <summary>What is given away: public records of the kinds that may be, without what is said about them within.</summary>
public sealed class OpenRecordTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_public_records_are_given_away_page_by_page()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var log = new ChangeLog();
        for (var i = 0; i < 1100; i++)
        {
            log.Add(FormattableString.Invariant($"places/p{i:0000}"), new Place { Record = Seen(i % 2 == 0 ? VisibilityLevel.Public : VisibilityLevel.Internal) });
        }

        log.Add("places/embargoed", new Place { Record = new() { Visibility = new() { Level = VisibilityLevel.Embargoed, Until = new() { Edtf = "2018-06-04" } } } });
        log.Add("places/later", new Place { Record = new() { Visibility = new() { Level = VisibilityLevel.Embargoed, Until = new() { Edtf = "2999-06-04" } } } });
        log.Add("places/shared", new Place { Record = new() { Visibility = new() { Level = VisibilityLevel.Shared, SharedWith = { "countries/PE" } } } });
        await mart.ApplyAsync(log.Changes);
        var records = new OpenRecords(new MartReader(mart.Source), TimeProvider.System);

        var lines = new List<string>();
        for (string? after = ""; after is not null;)
        {
            (var text, after) = await records.PageAsync("places", after, Cancel);
            lines.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        Assert.Equal(551, lines.Count);
        Assert.Equal(551, (await records.CountAsync(Cancel))["places"]);
        Assert.Equal(lines.Order(StringComparer.Ordinal), lines);
        Assert.All(["places/p0001", "places/later", "places/shared"], name => Assert.DoesNotContain(lines, l => l.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Neither_other_kinds_nor_inner_notes_are_given_away()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var log = new ChangeLog();
        var open = Seen(VisibilityLevel.Public);
        open.Claims.Add(new Common.V1.Claim());
        open.ExternalIdentifiers.Add(new ExternalIdentifier { Scheme = "x", Value = "kept" });
        log.Add("agreements/open", new Agreement { State = AgreementState.Signed, Etag = "7", Record = open });
        log.Add("people/open", new Person { Record = Seen(VisibilityLevel.Public) });
        log.Add("leads/open", new Lead { Record = Seen(VisibilityLevel.Public) });
        log.Add("agreements/gone", new Agreement { State = AgreementState.Signed, Record = new(Seen(VisibilityLevel.Public)) { MergedInto = "agreements/open" } });
        await mart.ApplyAsync(log.Changes);
        var records = new OpenRecords(new MartReader(mart.Source), TimeProvider.System);

        var text = await records.FindAsync("agreements/open", Cancel);

        Assert.Contains("kept", text!, StringComparison.Ordinal);
        Assert.All(["claims", "visibility", "etag"], inner => Assert.DoesNotContain(inner, text, StringComparison.Ordinal));
        Assert.Null(await records.FindAsync("people/open", Cancel));
        Assert.Null(await records.FindAsync("leads/open", Cancel));
        Assert.Null(await records.FindAsync("agreements/gone", Cancel));
        Assert.Null(await records.FindAsync("x' or '1'='1", Cancel));
    }

    private static Common.V1.Record Seen(VisibilityLevel level) => new() { Visibility = new() { Level = level } };
}

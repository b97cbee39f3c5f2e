using System.Text.RegularExpressions;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>What the five notices together say, asked by the command line through the gateway.</summary>
public sealed class AnswerTests(Platform platform)
{
    [Theory]
    [InlineData("delegations", "2")]
    [InlineData("legs", "4")]
    [InlineData("meetings_stated", "9, 1 of 2 unknown")]
    [InlineData("meetings_identified", "at least 7, 1 of 2 unknown")]
    [InlineData("courses", "2")]
    [InlineData("participants", "about 75 or more")]
    [InlineData("countries", "29")]
    [InlineData("agreements", "3")]
    [InlineData("centers", "1")]
    [InlineData("attendance", "about 440, 2 of 5 unknown")]
    [InlineData("follow_ups_open", "6")]
    [InlineData("persons", "12")]
    [InlineData("projects", "9")]
    public Task Report_says_what_the_notices_add_up_to(string measure, string expected) =>
        Eventually.PassesAsync($"{measure} to be {expected}", async () =>
        {
            var (code, output) = await platform.EgovAsync("report", measure);
            Assert.Equal(0, code);
            Assert.Matches($@"^\s*{measure}\s+{Regex.Escape(expected)}\s*$", output.TrimEnd());
        });

    [Fact]
    public async Task Second_import_changes_nothing()
    {
        var (code, output) = await platform.EgovAsync(["import", .. Repository.Notices]);

        Assert.Equal(0, code);
        Assert.Matches("records: 0 added, 0 updated, [1-9][0-9]* unchanged, 0 errors", output);
    }

    [Fact]
    public async Task Peru_known_before_the_notices_has_no_caravan()
    {
        var (_, before) = await platform.EgovAsync("brief", "PE", "--known-on", "2018-05-01");
        var (_, after) = await platform.EgovAsync("brief", "PE", "--known-on", "2018-06-04");

        Assert.DoesNotContain("Delegations", before, StringComparison.Ordinal);
        Assert.DoesNotContain("SEMINAR", before, StringComparison.Ordinal);
        Assert.Contains("Delegations", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peru_valid_on_the_day_has_its_seminar()
    {
        var (_, onTheDay) = await platform.EgovAsync("brief", "PE", "--valid-on", "2018-05-28");
        var (_, dayBefore) = await platform.EgovAsync("brief", "PE", "--valid-on", "2018-05-27");

        Assert.Matches("2018-05-28 · .* · SEMINAR · HELD · about 120", onTheDay);
        Assert.DoesNotContain("SEMINAR", dayBefore, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("publications/mois-2018-06-26", "¶4 +STATED +courses/.*participants.* = .*15")]
    [InlineData("publications/mois-2018-06-26", "INFERRED +courses/.*period.* = .*2018-06-18")]
    [InlineData("publications/mois-2018-06-04", "STATED +engagements/.*attendance.* = .*120")]
    public async Task Facts_come_back_with_paragraph_and_certainty(string publication, string expected)
    {
        var (code, output) = await platform.EgovAsync("facts", publication);

        Assert.Equal(0, code);
        Assert.Matches(expected, output);
    }

    [Fact]
    public async Task Rebuilt_projection_equals_the_incremental_one_row_for_row()
    {
        var before = await DigestAsync();
        var (code, output) = await platform.EgovAsync("operate", "rebuild", "reporting");

        Assert.True(code == 0, output);
        Assert.Equal(before, await DigestAsync());
    }

    private async Task<string> DigestAsync()
    {
        var (_, output) = await platform.EgovAsync("operate", "status");
        return Regex.Match(output, "digest +([0-9a-f]{64})").Groups[1].Value is { Length: 64 } digest ? digest : throw new InvalidOperationException(output);
    }
}

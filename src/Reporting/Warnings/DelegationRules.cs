using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Warnings;

/// <summary>What is odd about delegations.</summary>
internal static class DelegationRules
{
    private const int LongestDays = 62;

    /// <summary>Days of a stay on which nothing is on record: travel, something without a date, or something missing. Never a meeting of its own.</summary>
    public static async Task<IEnumerable<FoundWarning>> DaysWithoutEngagementAsync(RecordSet records)
    {
        var delegations = await records.ReadAsync(["Delegation"], "select s.name, s.certain, s.edtf from s join mart.delegation f on f.name = s.name and f.version = s.version where f.sent and s.edtf <> ''");
        var engagements = await records.ReadAsync(["Engagement"], "select s.name, s.certain, coalesce(s.edtf, ''), f.delegation from s join mart.engagement f on f.name = s.name and f.version = s.version where f.delegation <> '' order by s.name");
        var byDelegation = engagements.ToLookup(e => e.Text(3), StringComparer.Ordinal);
        return delegations.SelectMany(d => Of(d.Name, d.Text(2), [.. byDelegation[d.Name]]));
    }

    private static IEnumerable<FoundWarning> Of(string delegation, string edtf, List<Hit> engagements)
    {
        if (DateRules.Read(new DateValue { Edtf = edtf }).Spans is not [{ Start: var start, End: var end }] || start.First != start.Last || end.First != end.Last
            || end.Last.DayNumber - start.First.DayNumber is < 0 or > LongestDays)
        {
            yield break;
        }

        var dates = engagements.Where(e => e.Text(2).Length > 0).Select(e => DateRules.Read(new DateValue { Edtf = e.Text(2) })).ToList();
        var empty = Enumerable.Range(start.First.DayNumber, end.Last.DayNumber - start.First.DayNumber + 1).Select(DateOnly.FromDayNumber)
            .Where(day => dates.All(d => d.Overlaps(new DayRange(day, day)) != DateAnswer.Certainly)).ToList();
        if (empty.Count > 0)
        {
            var undated = engagements.Count - dates.Count;
            yield return new FoundWarning(delegation, "DAYS_WITHOUT_ENGAGEMENT", "period",
                $"No engagement is dated {string.Join(", ", empty.Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}"
                + (undated > 0 ? $"; {undated} of the delegation's engagements have no date." : "."),
                [.. engagements.Where(e => e.Text(2).Length == 0).Select(e => e.Name)]);
        }
    }
}

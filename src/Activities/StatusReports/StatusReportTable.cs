using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.StatusReports;

/// <summary>What lists of status reports filter and sort by, and what one must be.</summary>
public static class StatusReportTable
{
    public static readonly ResourceType<StatusReport> Type = new ResourceType<StatusReport>("status_reports")
        .Valid(r => r.Date)
        .Search(r => [r.Narrative, .. r.Risks, .. r.NextSteps])
        .OpenKind("health")
        .Column("progress", ColumnKind.Number, r => r.HasProgress ? (long)r.Progress : null)
        .Rule(Check)
        .Guard(CheckOthersAsync);

    private static void Check(RuleContext<StatusReport> context)
    {
        var report = context.Resource;
        context.Require("date", report.Date?.Edtf);
        if (report.HasProgress && report.Progress is < 0 or > 100)
        {
            context.Refuse("progress", "RANGE", "Progress is 0 to 100 percent; absent is unknown.");
        }

        if (report.Author is { } author)
        {
            context.RequireOne("author", author.Resource, author.AsPrinted);
        }
    }

    private static async Task CheckOthersAsync(RuleContext<StatusReport> context, Neighbors neighbors)
    {
        var report = context.Resource;
        if (DateRules.Earliest(report.Date) is not { } day)
        {
            return;
        }

        var earlier = await neighbors.WhereAsync(Type, sql => sql
            .Add("parent = ").Add(Type.Pattern.ParentOf(report.Name), NpgsqlDbType.Text)
            .Add(" and name <> ").Add(report.Name, NpgsqlDbType.Text)
            .Add(" and valid_to < ").Add(day, NpgsqlDbType.Date));
        if (report.HasProgress && earlier.Where(r => r.HasProgress).MaxBy(r => DateRules.Latest(r.Date)) is { } before && before.Progress > report.Progress)
        {
            context.Warn("progress", "PROGRESS_FELL", $"{before.Name} reported {before.Progress} percent.");
        }
    }
}

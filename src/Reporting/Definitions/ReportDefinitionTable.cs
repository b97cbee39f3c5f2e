using System.Globalization;
using System.Text.RegularExpressions;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ReportingService.Definitions;

/// <summary>What lists of saved reports filter and sort by, and what a saved report must be.</summary>
public static partial class ReportDefinitionTable
{
    public static readonly ResourceType<ReportDefinition> Type = new ResourceType<ReportDefinition>("report_definitions")
        .Search(d => [.. d.Titles.Select(t => t.Text), d.Description])
        .Text("schedule_unit", d => d.Schedule is null ? "" : EnumNames.Short(ReportSchedule.Descriptor.FindFieldByName("unit").EnumType, (int)d.Schedule.Unit))
        .Rule(Check);

    private static void Check(RuleContext<ReportDefinition> context)
    {
        var definition = context.Resource;
        context.Require("titles", definition.Titles.FirstOrDefault()?.Text);
        if (definition.Report is null or { ReportCase: ReportSpec.ReportOneofCase.None })
        {
            context.Refuse("report", "REQUIRED", "A report says what it asks: summary or cross_check.");
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, parameter) in definition.Parameters.Index())
        {
            if (!Key().IsMatch(parameter.Key) || !keys.Add(parameter.Key) || Placeholders.Given.Contains(parameter.Key))
            {
                context.Refuse(string.Create(CultureInfo.InvariantCulture, $"parameters[{i}].key"), "PARAMETER_KEY",
                    $"Lower-case letters, digits and underscores, each key once, and none of: {string.Join(", ", Placeholders.Given)}.");
            }
        }

        foreach (var key in definition.Report is null ? [] : Placeholders.In(definition.Report).Where(k => !keys.Contains(k) && !Placeholders.Given.Contains(k)))
        {
            context.Refuse("parameters", "PARAMETER_MISSING", $"The report names {{{key}}}, which is no parameter.");
        }

        if (definition.Schedule is { Unit: not ScheduleUnit.Unspecified } schedule)
        {
            Check(context, schedule);
        }
    }

    private static void Check(RuleContext<ReportDefinition> context, ReportSchedule schedule)
    {
        foreach (var (i, _) in context.Resource.Parameters.Index().Where(p => p.Item.DefaultValue.Length == 0))
        {
            context.Refuse(string.Create(CultureInfo.InvariantCulture, $"parameters[{i}].default_value"), "REQUIRED", "Nobody is there to choose when a scheduled report runs.");
        }

        if (Schedules.Day(schedule.FirstDay) is null)
        {
            context.Refuse("schedule.first_day", "DAY", $"'{schedule.FirstDay}' is not a day like 2018-05-28.");
        }

        if (schedule.LastDay.Length > 0 && Schedules.Day(schedule.LastDay) is null)
        {
            context.Refuse("schedule.last_day", "DAY", $"'{schedule.LastDay}' is not a day like 2018-05-28.");
        }

        if (schedule.Every < 0)
        {
            context.Refuse("schedule.every", "EVERY", "every must not be negative.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,30}$")]
    private static partial Regex Key();
}

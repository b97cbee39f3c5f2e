using System.Globalization;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Courses;
using EGovPlatform.TrainingService.Nominations;
using EGovPlatform.Values;

namespace EGovPlatform.TrainingService.Editions;

/// <summary>What lists of course editions filter and sort by, and what one must be.</summary>
public static class CourseEditionTable
{
    public static readonly ResourceType<CourseEdition> Type = new ResourceType<CourseEdition>("course_editions", indexVersion: 2)
        .Act("calendar_renewed")
        .StateMachine<CourseEditionState>(s => s
            .Start(CourseEditionState.Planned)
            .Move(CourseEditionState.Announced, "announced", CourseEditionState.Planned, CourseEditionState.Postponed)
            .Move(CourseEditionState.Nominating, "opened_nominations", CourseEditionState.Announced)
            .Move(CourseEditionState.Confirmed, "confirmed", CourseEditionState.Announced, CourseEditionState.Nominating)
            .Move(CourseEditionState.Running, "started", CourseEditionState.Confirmed)
            .Move(CourseEditionState.Completed, "completed", CourseEditionState.Running)
            .Move(CourseEditionState.Evaluated, "evaluated", CourseEditionState.Completed)
            .Move(CourseEditionState.Closed, "closed", CourseEditionState.Completed, CourseEditionState.Evaluated)
            .Move(CourseEditionState.Postponed, "postponed", CourseEditionState.Planned, CourseEditionState.Announced, CourseEditionState.Nominating, CourseEditionState.Confirmed)
            .Move(CourseEditionState.Cancelled, "cancelled", CourseEditionState.Planned, CourseEditionState.Announced, CourseEditionState.Nominating, CourseEditionState.Confirmed, CourseEditionState.Postponed))
        .Countries(e => [e.Country, .. e.Countries?.Items.Select(i => i.Resource) ?? []])
        .Valid(e => e.Period)
        .Search(e => [.. e.Titles.Select(t => t.Text), e.TargetGroup, e.Theme, .. e.Topics, .. e.ParticipantGroups])
        .Text("agreement", e => e.Agreement)
        .Text("place", e => e.Place)
        .Text("country_group", e => e.CountryGroup)
        .Texts("parties", e => e.Parties.Append(e.Venue).Where(p => p is { Resource.Length: > 0 }).Select(p => p.Resource))
        .Texts("topics", e => e.Topics)
        .Rule(Check)
        .Guard(CheckCourseAsync)
        .Guard(CheckSeatsAsync);

    private static void Check(RuleContext<CourseEdition> context)
    {
        var edition = context.Resource;
        context.RequireParties("parties", edition.Parties);
        for (var i = 0; i < edition.ParticipantGroups.Count; i++)
        {
            context.Require(string.Create(CultureInfo.InvariantCulture, $"participant_groups[{i}]"), edition.ParticipantGroups[i]);
        }

        if (edition.Ordinal < 0)
        {
            context.Refuse("ordinal", "NOT_NEGATIVE", "The ordinal counts editions from 1; 0 is unknown.");
        }

        if (edition.State >= CourseEditionState.Running && edition.State <= CourseEditionState.Closed && edition.Period is not { Edtf.Length: > 0 })
        {
            context.RefuseLive("period", "REQUIRED", "A course that ran has a period.");
        }

        EditionTerms.Check(context);
    }

    // The edition is locked by this write: nobody takes a seat meanwhile.
    private static async Task CheckSeatsAsync(RuleContext<CourseEdition> context, Neighbors neighbors)
    {
        var edition = context.Resource;
        if (edition.HasCapacity && context.Current is not null && (!context.Current.HasCapacity || edition.Capacity < context.Current.Capacity)
            && (await neighbors.ListAsync(NominationTable.Type, "parent", edition.Name)).Count(SeatPlan.Takes) is var taken && taken > edition.Capacity)
        {
            context.RefuseOver("capacity", $"{edition.Capacity} seats", $"{taken} seats are taken.");
        }
    }

    private static async Task CheckCourseAsync(RuleContext<CourseEdition> context, Neighbors neighbors)
    {
        var edition = context.Resource;
        if (edition.Theme.Length > 0
            && await neighbors.FindAsync(CourseTable.Type, Type.Pattern.ParentOf(edition.Name)) is { Theme.Length: > 0 } course
            && NameKey.Of(course.Theme) == NameKey.Of(edition.Theme))
        {
            context.Warn("theme", "SAME_AS_COURSE", "The edition repeats the theme of its course; theme is for one of its own.");
        }
    }
}

using EGovPlatform.Common.V1;
using EGovPlatform.Training.V1;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Facts of editions of courses and of their sessions.</summary>
internal static class StarTraining
{
    public static IEnumerable<MartRow> Of(CourseEdition edition)
    {
        var held = edition.State is CourseEditionState.Running or CourseEditionState.Completed or CourseEditionState.Evaluated or CourseEditionState.Closed;
        var attended = Star.Attended(edition.Participants);
        var listed = (edition.Countries?.Items.Select(i => i.Resource) ?? []).Where(c => c.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        yield return new("course_edition",
        [
            ("held", held),
            ("course", CourseOf(edition.Name)),
            .. Star.Number("", attended),
            .. Star.Number("countries_", edition.Countries?.Stated)[..2],
            ("countries_listed", listed.Count),
        ]);
        yield return new("edition_plan",
        [
            ("course", CourseOf(edition.Name)),
            .. Star.Number("capacity_", Known(edition.HasCapacity ? edition.Capacity : null)),
            ("parts", edition.Parts.Count),
            ("statements", edition.Planned.Count),
            ("postponed", edition.State == CourseEditionState.Postponed),
            ("cancelled", edition.State == CourseEditionState.Cancelled),
            ("deadline_edtf", edition.NominationDeadline?.Edtf ?? ""),
        ]);

        // By country only what is stated by country: the whole is never shared out.
        var parts = attended?.Parts.Where(p => p.Party.StartsWith("countries/", StringComparison.Ordinal)).DistinctBy(p => p.Party, StringComparer.Ordinal).ToDictionary(p => p.Party, p => p.Count, StringComparer.Ordinal) ?? [];
        foreach (var country in listed.Union(parts.Keys, StringComparer.Ordinal))
        {
            yield return new("participation",
            [
                ("country", country),
                ("held", held),
                .. Star.Number("", parts.GetValueOrDefault(country)),
            ]);
        }
    }

    public static IEnumerable<MartRow> Of(Session session)
    {
        yield return new("session",
        [
            ("edition", EditionOf(session.Name)),
            ("held", session.State == SessionState.Held),
            ("cancelled", session.State == SessionState.Cancelled),
            .. Star.Number("", Star.Attended(session.Attendance)),
        ]);
        foreach (var checkIn in session.CheckIns.DistinctBy(c => c.Participant, StringComparer.Ordinal))
        {
            yield return new("check_in",
                ("participant", checkIn.Participant),
                ("present", checkIn.Status == AttendanceStatus.Present),
                ("method", MessageFields.ShortEnum(checkIn, "method")));
        }
    }

    /// <summary>courses/{course} of what lies below it.</summary>
    public static string CourseOf(string name) => string.Join('/', name.Split('/').Take(2));

    /// <summary>courses/{course}/editions/{edition} of what lies below it.</summary>
    public static string EditionOf(string name) => string.Join('/', name.Split('/').Take(4));

    /// <summary>A number that is known exactly or not at all.</summary>
    public static Count? Known(int? number) => number is { } value ? new Count { Value = value, Qualifier = Qualifier.Exact } : null;
}

using EGovPlatform.Common.V1;
using EGovPlatform.Training.V1;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Facts of what the Training service owns.</summary>
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
            ("course", string.Join('/', edition.Name.Split('/').Take(2))),
            .. Star.Number("", attended),
            .. Star.Number("countries_", edition.Countries?.Stated)[..2],
            ("countries_listed", listed.Count),
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
}

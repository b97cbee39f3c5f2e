using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.Values;

namespace EGovPlatform.TrainingService.Nominations;

/// <summary>
/// Judges a nomination by the conditions its edition declares. What the record does not say is unknown, never not met.
/// Findings hold no personal data.
/// </summary>
internal static class Eligibility
{
    public static async Task<IReadOnlyList<EligibilityFinding>> JudgeAsync(CourseEdition edition, Nomination nomination, Neighbors neighbors)
    {
        var findings = new List<EligibilityFinding>();
        foreach (var rule in edition.Eligibility)
        {
            var finding = rule.Kind switch
            {
                EligibilityKind.Age => Age(rule, edition, nomination),
                EligibilityKind.Language => Language(rule, nomination),
                EligibilityKind.Rank => Rank(rule, nomination),
                EligibilityKind.NoRepeat => await RepeatAsync(rule, edition, nomination, neighbors),
                EligibilityKind.Alumni => await AlumniAsync(rule, edition, nomination, neighbors),
                _ => Finding(FindingResult.Unknown, "The condition has no kind."),
            };
            finding.Kind = rule.Kind;
            finding.Advisory = rule.Advisory;
            findings.Add(finding);
        }

        return findings;
    }

    private static EligibilityFinding Age(EligibilityRule rule, CourseEdition edition, Nomination nomination)
    {
        var day = DateRules.Earliest(edition.Period);
        var (first, last) = (DateRules.Earliest(nomination.Private?.Birth), DateRules.Latest(nomination.Private?.Birth));
        if (day is null || first is null || last is null)
        {
            return Finding(FindingResult.Unknown, "The date of birth or the first day of the edition is unknown.");
        }

        var (youngest, oldest) = (Years(last.Value, day.Value), Years(first.Value, day.Value));
        var least = rule.HasLeastAge ? rule.LeastAge : 0;
        var greatest = rule.HasGreatestAge ? rule.GreatestAge : int.MaxValue;
        return youngest >= least && oldest <= greatest ? Finding(FindingResult.Met, "Age is within the band.")
            : oldest < least || youngest > greatest ? Finding(FindingResult.NotMet, "Age is outside the band.")
            : Finding(FindingResult.Unknown, "The date of birth is too imprecise to tell.");
    }

    private static EligibilityFinding Language(EligibilityRule rule, Nomination nomination)
    {
        var skill = nomination.Languages.FirstOrDefault(l => l.LanguageCode == rule.LanguageCode);
        var wanted = rule.LanguageLevel == LanguageLevel.Unspecified ? rule.LanguageCode : $"{rule.LanguageCode} {rule.LanguageLevel}";
        return nomination.Languages.Count == 0 ? Finding(FindingResult.Unknown, "Languages are not given.")
            : skill is null ? Finding(FindingResult.NotMet, $"{wanted} is not among the languages.")
            : rule.LanguageLevel == LanguageLevel.Unspecified || skill.Level >= rule.LanguageLevel ? Finding(FindingResult.Met, $"{wanted} is known.")
            : skill.Level == LanguageLevel.Unspecified ? Finding(FindingResult.Unknown, $"The level of {rule.LanguageCode} is not given.")
            : Finding(FindingResult.NotMet, $"{rule.LanguageCode} is below {rule.LanguageLevel}.");
    }

    private static EligibilityFinding Rank(EligibilityRule rule, Nomination nomination) =>
        nomination.Rank == PositionRank.Unspecified ? Finding(FindingResult.Unknown, "The rank is not given.")
        : nomination.Rank >= rule.LeastRank ? Finding(FindingResult.Met, "The rank is high enough.")
        : Finding(FindingResult.NotMet, $"The rank is below {rule.LeastRank}.");

    private static async Task<EligibilityFinding> RepeatAsync(EligibilityRule rule, CourseEdition edition, Nomination nomination, Neighbors neighbors)
    {
        var course = NameOf(edition.Name, 2);
        var (same, alike) = await PastAttendance.FindAsync(rule, edition, nomination, neighbors, name => NameOf(name, 2) == course);
        return same.Count > 0 ? Finding(FindingResult.NotMet, $"The same person attended {string.Join(", ", same.Select(s => NameOf(s, 4)).Distinct(StringComparer.Ordinal))}.", same)
            : alike.Count > 0 ? Finding(FindingResult.Unknown, "Someone of the same name attended; whether it is the same person is not known.", alike)
            : Identified(nomination) ? Finding(FindingResult.Met, "No earlier attendance is on record.")
            : Finding(FindingResult.Unknown, "Nothing to recognize the person by.");
    }

    private static async Task<EligibilityFinding> AlumniAsync(EligibilityRule rule, CourseEdition edition, Nomination nomination, Neighbors neighbors)
    {
        var (same, alike) = await PastAttendance.FindAsync(rule, edition, nomination, neighbors, _ => true);
        return same.Count > 0 ? Finding(FindingResult.Met, "Earlier attendance is on record.", same)
            : alike.Count > 0 || !Identified(nomination) ? Finding(FindingResult.Unknown, "Whether the person attended before is not known.", alike)
            : Finding(FindingResult.NotMet, "No earlier attendance is on record.");
    }

    private static bool Identified(Nomination nomination) => nomination.Person.Length > 0 || nomination.Private is { Names.Count: > 0 };

    private static int Years(DateOnly birth, DateOnly day) => day.Year - birth.Year - (day < birth.AddYears(day.Year - birth.Year) ? 1 : 0);

    private static string NameOf(string name, int segments) => string.Join('/', name.Split('/').Take(segments));

    private static EligibilityFinding Finding(FindingResult result, string detail, IEnumerable<string>? earlier = null) =>
        new() { Result = result, Detail = detail, Earlier = { earlier ?? [] } };
}

using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Editions;
using EGovPlatform.TrainingService.Participants;
using EGovPlatform.Values;

namespace EGovPlatform.TrainingService.Nominations;

/// <summary>
/// Finds earlier records of the same person by keyed digests; no name is opened. A document number or an e-mail address
/// tells the person; a name alone tells someone of that name.
/// </summary>
internal static class PastAttendance
{
    /// <summary>Earlier attendances within the years of the rule: of the same person, and of someone of the same name.</summary>
    public static async Task<(IReadOnlyList<string> Same, IReadOnlyList<string> Alike)> FindAsync(
        EligibilityRule rule, CourseEdition edition, Nomination nomination, Neighbors neighbors, Func<string, bool> counts)
    {
        var same = await AttendedAsync(await SameAsync(nomination, neighbors));
        var alike = await AttendedAsync(await neighbors.SharingAsync(nomination.Private?.Names.Select(n => n.Text) ?? []));
        return (same, [.. alike.Except(same)]);

        async Task<List<string>> AttendedAsync(IEnumerable<string> names)
        {
            var attended = new List<string>();
            foreach (var name in names.Where(n => !n.StartsWith(edition.Name + "/", StringComparison.Ordinal) && counts(n)))
            {
                if (await AttendsAsync(name, neighbors) && await WithinAsync(rule, edition, name, neighbors))
                {
                    attended.Add(name);
                }
            }

            return attended;
        }
    }

    /// <summary>Records of the same person, in whatever edition and state.</summary>
    public static async Task<IReadOnlyList<string>> SameAsync(Nomination nomination, Neighbors neighbors)
    {
        var found = new List<string>();
        if (nomination.Person.Length > 0)
        {
            found.AddRange((await neighbors.ListAsync(ParticipantTable.Type, "person", nomination.Person)).Select(p => p.Name));
            found.AddRange((await neighbors.ListAsync(NominationTable.Type, "person", nomination.Person)).Select(n => n.Name));
        }

        if (nomination.Private is { } open)
        {
            found.AddRange(await neighbors.SharingAsync(open.Emails.Append(open.DocumentNumber)));
        }

        return [.. found.Where(n => n != nomination.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static async Task<bool> AttendsAsync(string name, Neighbors neighbors) =>
        ParticipantTable.Type.Pattern.Matches(name)
            ? await neighbors.FindAsync(ParticipantTable.Type, name) is { Basis: CountBasis.Attended or CountBasis.Unspecified }
            : await neighbors.FindAsync(NominationTable.Type, name) is { State: NominationState.Arrived or NominationState.Completed };

    private static async Task<bool> WithinAsync(EligibilityRule rule, CourseEdition edition, string name, Neighbors neighbors)
    {
        if (rule.WithinYears == 0 || DateRules.Earliest(edition.Period) is not { } start)
        {
            return true;
        }

        // An edition without a date may lie within the years; it counts.
        var earlier = await neighbors.FindAsync(CourseEditionTable.Type, string.Join('/', name.Split('/').Take(4)));
        return DateRules.Latest(earlier?.Period) is not { } end || end >= start.AddYears(-rule.WithinYears);
    }
}

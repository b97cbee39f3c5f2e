using EGovPlatform.Activities.V1;
using EGovPlatform.Iati.Model;
using EGovPlatform.Iati.Records;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>An activity that came from a file.</summary>
/// <param name="Publisher">Identifier of the organization that reports it.</param>
/// <param name="Activity">The activity as it was read.</param>
/// <param name="IsUnchanged">Whether the record still says what the file said.</param>
internal sealed record Imported(string Publisher, IatiActivity Activity, bool IsUnchanged)
{
    /// <summary>What is kept in a project; null when it did not come from a file, or what is kept cannot be read.</summary>
    public static Imported? Of(Project project) =>
        KeptActivity.Read(project.Iati) is { } activity ? new(project.Iati.ReportingOrganization, activity, Same(project, ProjectOf.Activity(activity, project.Iati.Version))) : null;

    // Parties are compared by their words: what they were resolved to is our own.
    private static bool Same(Project now, Project then)
    {
        ValueNormalizer.Normalize(then);
        return now.State == then.State && now.Names.Equals(then.Names) && Equals(now.Period, then.Period) && now.Planned.Equals(then.Planned) && now.Budget.Equals(then.Budget)
            && now.Aims.Equals(then.Aims) && now.Topics.Equals(then.Topics) && now.Targets.Equals(then.Targets)
            && now.Parties.Select(p => (p.AsPrinted, p.Role)).SequenceEqual(then.Parties.Select(p => (p.AsPrinted, p.Role)));
    }
}

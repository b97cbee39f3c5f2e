using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Radar;

/// <summary>Where, when, about what and by whom something is planned or was held.</summary>
/// <param name="Name">The record.</param>
/// <param name="Countries">ISO codes.</param>
/// <param name="Window">The days it may touch.</param>
/// <param name="Topics">Keys of its topics; empty when none is stated.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Agencies">Who holds or sends it: names, or keys of the words as printed.</param>
/// <param name="Delegation">The delegation it is or belongs to; empty for none.</param>
internal sealed record Footprint(
    string Name, IReadOnlyList<string> Countries, DayRange Window, IReadOnlySet<string> Topics, string Kind, IReadOnlySet<string> Agencies, string Delegation)
{
    public static Footprint Of(Engagement engagement, Delegation? delegation) => new(
        engagement.Name,
        Codes([engagement.Country]),
        WindowOf(engagement.Date, engagement.Planned),
        Keys(engagement.Topics),
        engagement.Kind.ToString(),
        Bodies([.. engagement.Parties.Where(Holds), .. delegation?.Owners ?? []]),
        engagement.Delegation);

    public static Footprint Of(Delegation delegation) => new(
        delegation.Name,
        Codes(delegation.Legs.Select(l => l.Country)),
        WindowOf(delegation.Period, delegation.Planned),
        Keys(delegation.Topics),
        "Delegation",
        Bodies(delegation.Owners),
        delegation.Name);

    /// <summary>The days of the date or, while there is none, of the plan stated last.</summary>
    public static DayRange WindowOf(DateValue? date, IEnumerable<PlannedDate> planned) =>
        DateRules.Read(date is { Edtf.Length: > 0 } ? date : PlanRules.Current(planned)?.Planned).Hull;

    private static bool Holds(Party party) =>
        party.Role is PartyRole.Lead or PartyRole.Owner or PartyRole.CoOrganizer or PartyRole.Host or PartyRole.CoHost
        && !party.Resource.StartsWith("countries/", StringComparison.Ordinal);

    private static string[] Codes(IEnumerable<string> countries) => [.. countries.Where(c => c.Length > 0).Select(c => c.Split('/')[^1]).Distinct(StringComparer.Ordinal)];

    private static HashSet<string> Keys(IEnumerable<string> texts) => texts.Select(NameKey.Of).Where(k => k.Length > 0).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> Bodies(IEnumerable<Party> parties) =>
        parties.Select(p => p.Resource.Length > 0 ? p.Resource : NameKey.Of(p.AsPrinted)).Where(k => k.Length > 0).ToHashSet(StringComparer.Ordinal);
}

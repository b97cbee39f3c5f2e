using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Iati.Model;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Organizations that take part. Countries are recipients, and people are never published.</summary>
internal static class Participants
{
    /// <summary>Fills the participating organizations; one in two roles is there twice.</summary>
    public static void Fill(IatiActivity activity, Draft draft, ExchangeRecords records, IatiReporter reporter, DateOnly today)
    {
        var funders = draft.Funders.Select(f => (Resource: f.Organization, f.AsPrinted, Role: "1"));
        var parties = draft.Parties.Select(p => (p.Resource, p.AsPrinted, Role: RoleOf(p.Role)));
        foreach (var (resource, printed, role) in funders.Concat(parties).Where(p => p.Role.Length > 0).DistinctBy(p => (p.Resource, p.Resource.Length > 0 ? "" : p.AsPrinted, p.Role)))
        {
            if (Organization(resource, printed, role, records, reporter, today) is { } organization)
            {
                activity.Participants.Add(organization);
            }
        }

        if (activity.Participants.Count == 0)
        {
            // The standard asks for one; who publishes answers for it.
            activity.Participants.Add(new() { Reference = reporter.Reference, Type = reporter.Type, Role = "2", Names = activity.Reporter!.Names });
        }
    }

    /// <summary>An organization in a role; null when it is a country, a place or a person, or nobody is known.</summary>
    public static IatiOrganization? Organization(string resource, string printed, string? role, ExchangeRecords records, IatiReporter reporter, DateOnly today)
    {
        if (resource.Length > 0 && !resource.StartsWith("organizations/", StringComparison.Ordinal))
        {
            return null;
        }

        var record = records.Organization(resource);
        // A record that may not be seen is not published under its printed name either.
        var names = record is not null ? Texts.Names(record.Names) : resource.Length == 0 ? Texts.Note(printed) : [];
        if (names.Count == 0)
        {
            return null;
        }

        return new()
        {
            Reference = resource.Length > 0 && resource == reporter.Name ? reporter.Reference : ExchangeRecords.Identifiers(record?.Record, "org-id", former: false, today).FirstOrDefault(),
            Type = record is null ? null : TypeOf(record.Kind),
            Role = role,
            Names = names,
        };
    }

    private static string RoleOf(PartyRole role) => role switch
    {
        PartyRole.Funder => "1",
        PartyRole.Owner or PartyRole.Lead => "2",
        PartyRole.CoOrganizer or PartyRole.Host or PartyRole.CoHost or PartyRole.Operator or PartyRole.Implementer or PartyRole.Counterpart or PartyRole.Partner or PartyRole.Supporter => "4",
        _ => "",
    };

    private static string? TypeOf(OrganizationKind kind) => kind switch
    {
        OrganizationKind.Government or OrganizationKind.Unit or OrganizationKind.Court => "10",
        OrganizationKind.LocalGovernment => "11",
        OrganizationKind.PublicCorporation or OrganizationKind.OtherPublic => "15",
        OrganizationKind.Multilateral or OrganizationKind.CountryGroup => "40",
        OrganizationKind.Company => "70",
        OrganizationKind.Academic => "80",
        OrganizationKind.CityNetwork or OrganizationKind.Other => "90",
        _ => null,
    };
}

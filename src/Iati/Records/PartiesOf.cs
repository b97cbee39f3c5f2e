using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Iati.Codelists;
using EGovPlatform.Iati.Model;
using Name = EGovPlatform.Common.V1.Name;

namespace EGovPlatform.Iati.Records;

/// <summary>Organizations, countries and regions of an activity.</summary>
public static class PartiesOf
{
    private const string Scheme = "org-id";

    /// <summary>The organizations that the activity identifies, each with a name: what to add where they are not known yet.</summary>
    public static IEnumerable<(string Identifier, Organization Organization, int Line)> Organizations(IatiActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return Identified(activity).Select(o => (Identifier(o.Reference!), new Organization
        {
            Names = { o.Names.Where(n => n.Text.Trim().Length > 0).Select(n => new Name { Text = n.Text.Trim(), LanguageCode = ProjectOf.Language(n, activity) }) },
            Kind = KindOf(o.Type),
            Record = new Record
            {
                Historical = true,
                Visibility = new Visibility { Level = VisibilityLevel.Public },
                Certainty = RecordCertainty.SingleSource,
                ExternalIdentifiers = { new ExternalIdentifier { Scheme = Scheme, Value = o.Reference!.Trim() } },
            },
        }, o.Line?.Line ?? 0));
    }

    internal static IEnumerable<Party> Participants(IatiActivity activity) => activity.Participants
        .Select(o => new Party
        {
            Resource = IsIdentified(o) ? "organizations/" + Identifier(o.Reference!) : "",
            AsPrinted = Named(o) is { Length: > 0 } name ? name : o.Reference?.Trim() ?? "",
            Role = o.Role switch
            {
                "1" => PartyRole.Funder,
                "2" => PartyRole.Owner,
                "3" => PartyRole.Operator,
                "4" => PartyRole.Implementer,
                _ => PartyRole.Unknown,
            },
        })
        .Where(p => p.AsPrinted.Length > 0);

    // Countries of transactions count when the activity itself names none.
    internal static IEnumerable<Party> Targets(IatiActivity activity)
    {
        var own = activity.Countries.Count + activity.Regions.Count > 0;
        var countries = own ? activity.Countries : [.. activity.Transactions.SelectMany(t => t.Countries)];
        var regions = own ? activity.Regions : [.. activity.Transactions.SelectMany(t => t.Regions)];
        return countries.Select(Country).Concat(regions.Select(Region)).Where(p => p.Resource.Length + p.AsPrinted.Length > 0).DistinctBy(p => (p.Resource, p.AsPrinted));
    }

    private static Party Country(Classification country)
    {
        var code = country.Code ?? "";
        // Kosovo has a code with IATI and none in ISO 3166.
        var known = code != "XK" && Codelist.Of("Country").Has(code) && !Codelist.Of("Country").IsWithdrawn(code);
        return new() { Resource = known ? $"countries/{code}" : "", AsPrinted = known ? "" : Text(country) ?? Codelist.Of("Country").NameOf(code) ?? code, Role = PartyRole.Target };
    }

    private static Party Region(Classification region) => new()
    {
        AsPrinted = Text(region) ?? (region.Vocabulary is null or "1" ? Codelist.Of("Region").NameOf(region.Code ?? "") : null) ?? region.Code ?? "",
        Role = PartyRole.Target,
    };

    private static string? Text(Classification node) => node.Narratives.Select(n => n.Text.Trim()).FirstOrDefault(t => t.Length > 0);

    private static IEnumerable<IatiOrganization> Identified(IatiActivity activity) => activity.Participants.Where(IsIdentified);

    private static bool IsIdentified(IatiOrganization organization) => organization.Reference?.Trim().Length > 0 && Named(organization).Length > 0;

    private static string Named(IatiOrganization organization) => organization.Names.Select(n => n.Text.Trim()).FirstOrDefault(t => t.Length > 0) ?? "";

    private static string Identifier(string reference) => $"~{Scheme}~{Uri.EscapeDataString(reference.Trim())}";

    private static OrganizationKind KindOf(string? type) => type switch
    {
        "10" => OrganizationKind.Government,
        "11" => OrganizationKind.LocalGovernment,
        "15" => OrganizationKind.OtherPublic,
        "21" or "22" or "23" or "24" or "60" => OrganizationKind.CivilSociety,
        "40" => OrganizationKind.Multilateral,
        "70" or "71" or "72" or "73" => OrganizationKind.Company,
        "80" => OrganizationKind.Academic,
        _ => OrganizationKind.Unknown,
    };
}

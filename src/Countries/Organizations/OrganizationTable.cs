using System.Globalization;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService.Organizations;

/// <summary>What lists of organizations filter and sort by, and what one must be.</summary>
public static class OrganizationTable
{
    public static readonly ResourceType<Organization> Type = new ResourceType<Organization>("organizations", indexVersion: 2)
        .Countries(o => [o.Country, .. o.Members.Select(m => m.Party)])
        .Valid(o => o.Period)
        .Search(o => o.Names.Select(n => n.Text))
        .Names(o => o.Names)
        .OpenKind()
        .Text("parent_organization", o => o.ParentOrganization)
        .Texts("members", o => o.Members.Select(m => m.Party).Where(p => p.Length > 0))
        .Text("place", o => o.Place)
        .Rule(Check);

    private static void Check(RuleContext<Organization> context)
    {
        var organization = context.Resource;
        context.RequireNames("names", organization.Names);
        context.RefuseSelf("parent_organization", organization.Name, organization.ParentOrganization);
        foreach (var (i, member) in organization.Members.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"members[{i}]");
            context.RequireOne(path, member.Party, member.AsPrinted);
            context.RefuseSelf(path + ".party", organization.Name, member.Party);
            if (member is { Status: MemberStatus.Other, StatusAsPrinted.Length: 0 })
            {
                context.Refuse(path + ".status_as_printed", "REQUIRED", "OTHER needs the word as printed.");
            }
        }

        foreach (var (i, change) in organization.Changes.Index())
        {
            if (change.Kind == OrganizationChangeKind.Unspecified)
            {
                context.Refuse(string.Create(CultureInfo.InvariantCulture, $"changes[{i}].kind"), "REQUIRED", "A change has a kind.");
            }
        }
    }
}

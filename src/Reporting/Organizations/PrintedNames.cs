using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Organizations;

/// <summary>One place where an organization was printed under one of its names.</summary>
internal sealed record PrintedName(OrganizationName Name, string Publication, DateOnly? Published, string Record, string RecordEdtf, string FieldPath);

/// <summary>
/// Names as publications printed them. Words that are no name of the organization ("the delegation") are left out: they say
/// nothing about what it is called.
/// </summary>
internal static class PrintedNames
{
    public static async Task<List<PrintedName>> ReadAsync(RecordSet records, Lineages lineages)
    {
        var published = (await records.ReadAsync(["Publication"], "select s.name, s.certain, f.published_edtf from s join mart.publication f on f.name = s.name and f.version = s.version"))
            .ToDictionary(p => p.Name, p => DateRules.Earliest(new DateValue { Edtf = p.Text(2) }), StringComparer.Ordinal);
        var named = await records.ReadAsync(RecordSet.AllTypes, """
            select s.name, s.certain, f.party, f.printed, f.publications, coalesce(s.edtf, ''), f.field_path
            from s join mart.named f on f.name = s.name and f.version = s.version
            where f.party like 'organizations/%' and f.printed <> '' order by s.name, f.item
            """);
        var inRecords =
            from row in named
            let name = Find(lineages, row.Text(2), NameKey.Of(row.Text(3)))
            where name is not null
            from publication in row.Texts(4)
            select new PrintedName(name, publication, published.GetValueOrDefault(publication), row.Name, row.Text(5), row.Text(6));
        var inSources =
            from organization in lineages.Names
            from name in organization
            from publication in name.Publications
            select new PrintedName(name, publication, published.GetValueOrDefault(publication), name.Organization, "", "names");
        return [.. inRecords, .. inSources];
    }

    // The organization's own name, else one of those it came from or became.
    private static OrganizationName? Find(Lineages lineages, string organization, string key) =>
        lineages.Names[organization].FirstOrDefault(n => n.Key == key)
        ?? lineages.Members(organization).SelectMany(m => lineages.Names[m]).FirstOrDefault(n => n.Key == key);
}

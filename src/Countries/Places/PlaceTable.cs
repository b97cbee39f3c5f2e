using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService.Places;

/// <summary>What lists of places filter and sort by, and what a place must be.</summary>
public static class PlaceTable
{
    public static readonly ResourceType<Place> Type = new ResourceType<Place>("places")
        .Countries(p => [p.Country])
        .Search(p => p.Names.Select(n => n.Text))
        .OpenKind()
        .Text("parent_place", p => p.ParentPlace)
        .Rule(Check);

    private static void Check(RuleContext<Place> context)
    {
        var place = context.Resource;
        context.RequireNames("names", place.Names);
        context.Require("country", place.Country);
        context.RefuseSelf("parent_place", place.Name, place.ParentPlace);
    }
}

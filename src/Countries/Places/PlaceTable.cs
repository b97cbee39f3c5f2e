using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService.Places;

/// <summary>What lists of places filter and sort by, and what a place must be.</summary>
public static class PlaceTable
{
    public static readonly ResourceType<Place> Type = new ResourceType<Place>("places", indexVersion: 2)
        .Countries(p => [p.Country])
        .Search(p => p.Names.Select(n => n.Text))
        .Names(p => p.Names)
        .OpenKind()
        .Text("parent_place", p => p.ParentPlace)
        .Rule(Check);

    private static void Check(RuleContext<Place> context)
    {
        var place = context.Resource;
        context.RequireNames("names", place.Names);
        context.Require("country", place.Country);
        if (place.Coordinates is { } at && !(at.Latitude is >= -90 and <= 90 && at.Longitude is >= -180 and <= 180 && at.AccuracyMeters >= 0))
        {
            context.Refuse("coordinates", "WGS_84", "latitude is -90 to 90, longitude -180 to 180, accuracy not negative.");
        }

        context.RefuseSelf("parent_place", place.Name, place.ParentPlace);
    }
}

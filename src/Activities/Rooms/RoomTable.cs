using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Rooms;

/// <summary>What lists of rooms filter and sort by, and what one must be.</summary>
public static class RoomTable
{
    public static readonly ResourceType<Room> Type = new ResourceType<Room>("rooms")
        .Search(r => [.. r.Names.Select(n => n.Text), .. r.Equipment, r.Venue?.AsPrinted ?? ""])
        .Text("venue", r => r.Venue?.Resource)
        .Text("place", r => r.Place)
        .Texts("equipment", r => r.Equipment)
        .Rule(Check);

    private static void Check(RuleContext<Room> context)
    {
        var room = context.Resource;
        context.RequireNames("names", room.Names);
        context.RequireOne("venue", room.Venue?.Resource ?? "", room.Venue?.AsPrinted ?? "");
        if (room.TimeZone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(room.TimeZone, out _))
        {
            context.Refuse("time_zone", "TIME_ZONE", $"'{room.TimeZone}' is not an IANA time zone.");
        }
    }
}

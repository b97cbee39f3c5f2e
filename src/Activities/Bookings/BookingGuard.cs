using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Engagements;
using EGovPlatform.ActivitiesService.Rooms;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Bookings;

/// <summary>One booking among those of its room, which is held.</summary>
internal static class BookingGuard
{
    public static async Task CheckAsync(RuleContext<Booking> context, Neighbors neighbors)
    {
        var booking = context.Resource;
        if (await neighbors.FindAsync(RoomTable.Type, BookingTable.Type.Pattern.ParentOf(booking.Name)) is not { } room
            || booking.State is BookingState.Declined or BookingState.Cancelled)
        {
            return;
        }

        if (BookedTime.Of(booking.Date, room.TimeZone) is not { } time)
        {
            context.RefuseLive("date", "NOT_CERTAIN", "A room is booked for certain days.");
            return;
        }

        foreach (var other in (await neighbors.ListAsync(BookingTable.Type, "parent", room.Name)).Where(b => b.Name != booking.Name))
        {
            if (other.State is not (BookingState.Requested or BookingState.Confirmed) || BookedTime.Of(other.Date, room.TimeZone) is not { } taken || !time.Overlaps(taken))
            {
                continue;
            }

            // A request may stand beside another; a confirmed booking stands alone.
            if (other.State == BookingState.Confirmed)
            {
                context.RefuseLive("date", "BOOKED", $"{other.Name} has the room from {taken.From:u} to {taken.To:u}.");
            }
            else
            {
                context.Warn("date", "ALSO_REQUESTED", $"{other.Name} asks for the room at that time too.");
            }
        }

        await WarnIfTooSmallAsync(context, neighbors, room);
    }

    private static async Task WarnIfTooSmallAsync(RuleContext<Booking> context, Neighbors neighbors, Room room)
    {
        if (await neighbors.FindAsync(EngagementTable.Type, context.Resource.Engagement) is { } engagement && CountRules.Bounds(room.Capacity).Upper is { } most
            && engagement.Attendance.Where(c => c.Basis == CountBasis.Expected).Any(c => CountRules.Bounds(c).Lower > most))
        {
            context.Warn("engagement", "ROOM_TOO_SMALL", $"{room.Name} holds {most}; more are expected.");
        }
    }
}

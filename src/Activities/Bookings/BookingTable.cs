using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Rooms;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Bookings;

/// <summary>What lists of bookings filter and sort by. Bookings of one room are written one at a time, so none overlap.</summary>
public static class BookingTable
{
    public static readonly ResourceType<Booking> Type = new ResourceType<Booking>("bookings")
        .StateMachine<BookingState>(s => s
            .Start(BookingState.Requested)
            .Move(BookingState.Confirmed, "confirmed", BookingState.Requested)
            .Move(BookingState.Declined, "declined", BookingState.Requested)
            .Move(BookingState.Cancelled, "cancelled", BookingState.Requested, BookingState.Confirmed))
        .Valid(b => b.Date)
        .Search(b => [b.Title])
        .Text("engagement", b => b.Engagement)
        .HoldParent(RoomTable.Type)
        .Rule(Check)
        .Guard(BookingGuard.CheckAsync);

    private static void Check(RuleContext<Booking> context)
    {
        var booking = context.Resource;
        context.RequireOne("engagement", booking.Engagement, booking.Title);
        if (booking.State == BookingState.Declined)
        {
            context.RequireReason(booking.Record, "BOOKING_STATE_DECLINED");
        }
    }
}

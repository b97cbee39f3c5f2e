using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Bookings;

/// <summary>The calls of BookingService; what they mean stands in the proto.</summary>
public sealed class BookingRpc(Resource<Booking> bookings) : BookingService.BookingServiceBase
{
    public override Task<Booking> GetBooking(GetRequest request, ServerCallContext context) => bookings.GetAsync(request, context);

    public override Task<ListBookingsResponse> ListBookings(ListRequest request, ServerCallContext context) => bookings.ListAsync<ListBookingsResponse>(request, context);

    public override Task<BatchGetBookingsResponse> BatchGetBookings(BatchGetRequest request, ServerCallContext context) => bookings.BatchGetAsync<BatchGetBookingsResponse>(request, context);

    public override Task<Booking> CreateBooking(CreateBookingRequest request, ServerCallContext context) => bookings.CreateAsync(request, context);

    public override Task<Booking> UpdateBooking(UpdateBookingRequest request, ServerCallContext context) => bookings.UpdateAsync(request, context);

    public override Task<Booking> DeleteBooking(DeleteRequest request, ServerCallContext context) => bookings.DeleteAsync(request, context);

    public override Task<Booking> UndeleteBooking(UndeleteRequest request, ServerCallContext context) => bookings.UndeleteAsync(request, context);

    public override Task<Booking> ConfirmBooking(TransitionRequest request, ServerCallContext context) => bookings.TransitionAsync(request, BookingState.Confirmed, context);

    public override Task<Booking> DeclineBooking(TransitionRequest request, ServerCallContext context) => bookings.TransitionAsync(request, BookingState.Declined, context);

    public override Task<Booking> CancelBooking(TransitionRequest request, ServerCallContext context) => bookings.TransitionAsync(request, BookingState.Cancelled, context);
}

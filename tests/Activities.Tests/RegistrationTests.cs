using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>Seats of engagements and rooms: none is given twice, and whoever waits first gets the next.</summary>
public sealed class RegistrationTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private ChannelBase Office => fixture.Service.Channel(Role.Editor, Role.Approver);

    private EngagementService.EngagementServiceClient Engagements => new(Office);

    private RegistrationService.RegistrationServiceClient Registrations => new(Office);

    private RoomService.RoomServiceClient Rooms => new(Office);

    private BookingService.BookingServiceClient Bookings => new(Office);

    [Fact]
    public async Task Many_at_once_get_the_seats_there_are_and_the_rest_wait_in_order()
    {
        var forum = await ForumAsync(3);
        var names = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i => (await RegisterAsync(forum, $"organizations/body-{i}")).Name));
        var answers = await Task.WhenAll(names.Select(n => Registrations.ApproveRegistrationAsync(new TransitionRequest { Name = n }).ResponseAsync));

        Assert.Equal(3, answers.Count(a => a.State == RegistrationState.Approved));
        Assert.Equal(Enumerable.Range(1, 9), answers.Where(a => a.State == RegistrationState.Waitlisted).Select(a => a.WaitingNumber).Order());

        var second = answers.Single(a => a.WaitingNumber == 2);
        Assert.Equal("LIMIT_EXCEEDED", await Refused.ReasonAsync(() => Registrations.ApproveRegistrationAsync(new TransitionRequest { Name = second.Name })));
        var left = answers.First(a => a.State == RegistrationState.Approved);
        await Registrations.CancelRegistrationAsync(new TransitionRequest { Name = left.Name });
        var heir = await Registrations.GetRegistrationAsync(new GetRequest { Name = answers.Single(a => a.WaitingNumber == 1).Name });
        Assert.Equal((RegistrationState.Approved, $"{left.Name} left."), (heir.State, heir.Record.Transitions[^1].Reason));
    }

    [Fact]
    public async Task Terms_say_whether_and_until_when_and_nobody_registers_twice()
    {
        var closed = await Engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = new Engagement { Kind = EngagementKind.Forum } });
        Assert.Equal("parent NOT_OPEN", await Refused.OutcomeAsync(() => Create(closed.Name, new Registration { Represents = "organizations/a" })));
        var late = await ForumAsync(1, "2018-01-01");
        Assert.Equal("parent DEADLINE", await Refused.OutcomeAsync(() => Create(late, new Registration { Represents = "organizations/a" })));
        var open = await ForumAsync(1);
        await Create(open, new Registration { Person = "people/kim" });
        Assert.Equal("person DUPLICATE", await Refused.OutcomeAsync(() => Create(open, new Registration { Person = "people/kim" })));
        Assert.Equal("person RESOURCE_OR_AS_PRINTED", await Refused.OutcomeAsync(() => Create(open, new Registration())));
    }

    [Fact]
    public async Task A_room_is_confirmed_for_one_of_many_at_a_time()
    {
        var room = await Rooms.CreateRoomAsync(new CreateRoomRequest { Room = new Room { Names = { new Name { Text = "Hall" } }, Venue = new Party { AsPrinted = "Academy" }, TimeZone = "Asia/Seoul", Capacity = Sample.Exactly(50) } });
        var requested = new List<Booking>();
        for (var i = 0; i < 8; i++)
        {
            requested.Add(await BookAsync(room.Name, At("2027-03-01", "09:00", "12:00")));
        }

        Assert.Contains("ALSO_REQUESTED", requested[^1].Record.Warnings.Select(w => w.Rule));
        var results = await Task.WhenAll(requested.Select(b => Refused.OutcomeAsync(() => Bookings.ConfirmBookingAsync(new TransitionRequest { Name = b.Name }))));
        Assert.Single(results, "OK");
        Assert.All(results.Where(r => r != "OK"), r => Assert.Equal("date BOOKED", r));

        // The morning of another zone is another time; what ends when the next begins does not overlap.
        await BookAsync(room.Name, At("2027-03-01", "12:00", "13:00"));
        Assert.Equal("date BOOKED", await Refused.OutcomeAsync(() => Create(room.Name, new Booking { Title = "x", Date = At("2027-03-01", "00:30", "01:00", "UTC") })));
        Assert.Equal("date BOOKED", await Refused.OutcomeAsync(() => Create(room.Name, new Booking { Title = "x", Date = new DateValue { Edtf = "2027-02-28/2027-03-02" } })));
        Assert.Equal("date NOT_CERTAIN", await Refused.OutcomeAsync(() => Create(room.Name, new Booking { Title = "x", Date = new DateValue { Edtf = "2027-03" } })));
    }

    private static DateValue At(string day, string start, string end, string zone = "") => new() { Edtf = day, StartTime = start, EndTime = end, TimeZone = zone };

    private AsyncUnaryCall<Booking> Create(string room, Booking booking) => Bookings.CreateBookingAsync(new CreateBookingRequest { Parent = room, Booking = booking });

    private async Task<Booking> BookAsync(string room, DateValue date) => await Create(room, new Booking { Title = "Meeting", Date = date });

    private AsyncUnaryCall<Registration> Create(string engagement, Registration registration) => Registrations.CreateRegistrationAsync(new CreateRegistrationRequest { Parent = engagement, Registration = registration });

    private async Task<Registration> RegisterAsync(string engagement, string body) => await Create(engagement, new Registration { Represents = body });

    private async Task<string> ForumAsync(int seats, string deadline = "")
    {
        var terms = new RegistrationTerms { Seats = seats, Deadline = deadline.Length > 0 ? new DateValue { Edtf = deadline } : null };
        return (await Engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = new Engagement { Kind = EngagementKind.Forum, Registration = terms } })).Name;
    }
}

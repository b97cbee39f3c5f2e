using System.Text;
using System.Text.Json;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>Calendars by country, program and delegation, read by a library of others (RFC 5545).</summary>
public sealed class CalendarTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private const string Long = "전자정부 협력 포럼, 두 번째; and a title that goes on and on past the seventy-five octets of a line";

    private ChannelBase Officer => fixture.Service.Channel(Role.Editor, Role.Approver);

    private EngagementService.EngagementServiceClient Engagements => new(Officer);

    private CalendarService.CalendarServiceClient Calendars => new(Officer);

    [Fact]
    public async Task A_country_shows_certain_days_and_keeps_what_was_cancelled()
    {
        var whole = await HeldAsync("PE", "2018-05-28/2018-05-29", Long);
        var timed = await HeldAsync("PE", "2018-05-30", "Timed", e => (e.Date.TimeZone, e.Date.StartTime, e.Date.EndTime) = ("America/Lima", "09:00", "12:30"));
        var vague = await HeldAsync("PE", "2018-05", "Sometime in May");
        var gone = await HeldAsync("PE", "2018-06-01", "Called off");
        await Engagements.CancelEngagementAsync(new TransitionRequest { Name = gone, Reason = "weather", DecidedBy = "ministry" });

        var path = await AddressAsync("countries/PE");
        var text = await TextAsync(path);
        var events = await CalendarReader.EventsAsync(text);

        Assert.Equal([Uid(whole), Uid(timed), Uid(gone)], new[] { Uid(whole), Uid(timed), Uid(gone) }.Where(events.ContainsKey));
        Assert.DoesNotContain(Uid(vague), events.Keys);
        Assert.Equal(("2018-05-28", "2018-05-30", true), Days(events[Uid(whole)]));
        Assert.Equal(("2018-05-30T14:00:00Z", "2018-05-30T17:30:00Z", false), Days(events[Uid(timed)]));
        Assert.Equal(Long, events[Uid(whole)].GetProperty("summary").GetString());
        Assert.Equal(("CANCELLED", 1), (events[Uid(gone)].GetProperty("status").GetString(), events[Uid(gone)].GetProperty("sequence").GetInt32()));
        Assert.Equal(0, events[Uid(whole)].GetProperty("sequence").GetInt32());
        Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));

        // A change keeps the identity and raises the sequence.
        await Engagements.UpdateEngagementAsync(new UpdateEngagementRequest { Engagement = new Engagement { Name = whole, Date = new DateValue { Edtf = "2018-05-28" } }, UpdateMask = new() { Paths = { "date" } } });
        var later = (await CalendarReader.EventsAsync(await TextAsync(path)))[Uid(whole)];
        Assert.Equal((1, "2018-05-29"), (later.GetProperty("sequence").GetInt32(), later.GetProperty("end").GetString()));
    }

    [Fact]
    public async Task An_address_shows_what_is_public_unless_it_was_made_for_staff()
    {
        var open = await HeldAsync("CR", "2018-07-01", "Open");
        var closed = await HeldAsync("CR", "2018-07-02", "Closed", e => e.Record.Visibility.Level = VisibilityLevel.Internal);

        Assert.Equal([Uid(open)], (await CalendarReader.EventsAsync(await TextAsync(await AddressAsync("countries/CR")))).Keys);
        Assert.Equal(new[] { Uid(closed), Uid(open) }.ToHashSet(StringComparer.Ordinal), (await CalendarReader.EventsAsync(await TextAsync(await AddressAsync("countries/CR", staff: true)))).Keys.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_delegation_has_its_stays_and_what_it_did_and_no_people()
    {
        var delegation = await new DelegationService.DelegationServiceClient(Officer).CreateDelegationAsync(new CreateDelegationRequest
        {
            Delegation = new Delegation
            {
                Names = { new Name { Text = "Caravan" } },
                Head = new DelegationMember { Person = "people/zenobia", AsPrinted = "Zenobia" },
                Legs = { Leg("peru", "countries/PE", "2018-05-28/2018-05-30"), Leg("paraguay", "countries/PY", "2018-05-31/2018-06-01") },
                Record = Public(),
            },
        });
        var forum = await HeldAsync("PY", "2018-06-01", "Forum", e => e.Delegation = delegation.Name);
        var text = await TextAsync(await AddressAsync(delegation.Name));
        var events = await CalendarReader.EventsAsync(text);

        Assert.Equal(3, events.Count);
        Assert.Equal(("2018-05-31", "2018-06-02", true), Days(events[Uid($"{delegation.Name}/legs/paraguay")]));
        Assert.Equal("TENTATIVE", events[Uid($"{delegation.Name}/legs/peru")].GetProperty("status").GetString());
        Assert.Contains(Uid(forum), events.Keys);
        Assert.DoesNotContain("zenobia", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Only_what_the_platform_signed_is_an_address()
    {
        Assert.Equal("INVALID_FIELD", await Refused.ReasonAsync(() => Calendars.CreateCalendarAddressAsync(new CreateCalendarAddressRequest { Name = "people/someone" })));
        Assert.Equal("NOT_FOUND", await Refused.ReasonAsync(() => Calendars.CreateCalendarAddressAsync(new CreateCalendarAddressRequest { Name = "programs/none" })));
        var forged = (await AddressAsync("countries/PE")).Replace("/v1/activityCalendars/", "", StringComparison.Ordinal).Split('.')[1];
        var nobody = new CalendarService.CalendarServiceClient(fixture.Service.Channel());
        Assert.Equal("NOT_FOUND", await Refused.ReasonAsync(() => nobody.GetCalendarAsync(new GetCalendarRequest { Token = $"Y291bnRyaWVzL1BZ.{forged}" })));
    }

    private static Leg Leg(string key, string country, string period) => new() { Key = key, Country = country, Period = new DateValue { Edtf = period } };

    private static Record Public() => new() { Visibility = new Visibility { Level = VisibilityLevel.Public } };

    private static string Uid(string name) => $"{name}@egovplatform";

    private static (string?, string?, bool) Days(JsonElement found) => (found.GetProperty("start").GetString(), found.GetProperty("end").GetString(), found.GetProperty("allDay").GetBoolean());

    private async Task<string> HeldAsync(string country, string day, string title, Action<Engagement>? with = null)
    {
        var engagement = new Engagement { Kind = EngagementKind.Forum, Titles = { new Name { Text = title } }, Country = $"countries/{country}", Date = new DateValue { Edtf = day }, Record = Public() };
        with?.Invoke(engagement);
        return (await Engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = engagement })).Name;
    }

    private async Task<string> AddressAsync(string name, bool staff = false) => (await Calendars.CreateCalendarAddressAsync(new CreateCalendarAddressRequest { Name = name, Internal = staff })).Path;

    private async Task<string> TextAsync(string path)
    {
        using var anyone = new HttpClient { BaseAddress = fixture.Service.Http };
        using var answer = await anyone.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}

using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.Training.V1;
using Grpc.Core;

namespace EGovPlatform.Training.Tests;

/// <summary>Courses and people for tests, through the same calls an office makes.</summary>
internal sealed class Sample(ChannelBase channel)
{
    public CourseService.CourseServiceClient Courses => new(channel);

    public CourseEditionService.CourseEditionServiceClient Editions => new(channel);

    public CountryInvitationService.CountryInvitationServiceClient Invitations => new(channel);

    public NominationService.NominationServiceClient Nominations => new(channel);

    public NominationPrivacyService.NominationPrivacyServiceClient Privacy => new(channel);

    public ParticipantService.ParticipantServiceClient Participants => new(channel);

    public static TransitionRequest Move(string name, string reason = "", string replacedBy = "") => new() { Name = name, Reason = reason, ReplacedBy = replacedBy };

    public async Task<CourseEdition> EditionAsync(CourseEdition? edition = null, string course = "", bool announced = true)
    {
        if (course.Length == 0)
        {
            course = (await Courses.CreateCourseAsync(new CreateCourseRequest { Course = new Course { Names = { new Name { Text = "Course" } }, Level = CourseLevel.National } })).Name;
        }

        var stored = await Editions.CreateCourseEditionAsync(new CreateCourseEditionRequest { Parent = course, CourseEdition = edition ?? new CourseEdition() });
        return announced && stored.State == CourseEditionState.Planned ? await Editions.AnnounceCourseEditionAsync(Move(stored.Name)) : stored;
    }

    public async Task<CountryInvitation> InviteAsync(string edition, string party, int? quota = null)
    {
        var invitation = new CountryInvitation { Party = party };
        if (quota is { } most)
        {
            invitation.Quota = most;
        }

        return await Invitations.CreateCountryInvitationAsync(new CreateCountryInvitationRequest { Parent = edition, CountryInvitation = invitation });
    }

    public async Task<Nomination> DraftAsync(string edition, string country, Action<Nomination>? with = null)
    {
        var nomination = new Nomination { Country = country };
        with?.Invoke(nomination);
        return await Nominations.CreateNominationAsync(new CreateNominationRequest { Parent = edition, Nomination = nomination });
    }

    public async Task<Nomination> ScreenedAsync(string edition, string country, Action<Nomination>? with = null)
    {
        var name = (await DraftAsync(edition, country, with)).Name;
        await Nominations.SubmitNominationAsync(Move(name));
        await EndorseAsync(name, EndorsementStep.Agency);
        return await Nominations.ScreenNominationAsync(Move(name));
    }

    public async Task<Nomination> DecidedAsync(string edition, string country) =>
        await Nominations.AcceptNominationAsync(Move((await ScreenedAsync(edition, country)).Name));

    public AsyncUnaryCall<Nomination> EndorseAsync(string name, EndorsementStep step) => Nominations.EndorseNominationAsync(new EndorseNominationRequest
    {
        Name = name,
        Endorsement = new Endorsement { Step = step, Endorser = new Party { AsPrinted = "A ministry" }, Endorsed = new DateValue { Edtf = "2026-10-01" }, Documents = { new NominationDocument { Title = "Letter", Reference = "L-1" } } },
    });

    public async Task<NominationState> StateAsync(string name) => (await Nominations.GetNominationAsync(new GetRequest { Name = name })).State;

    public static ParticipantPrivate Person(string name, string document = "", string birth = "") => new()
    {
        Names = { new Name { Text = name } },
        DocumentNumber = document,
        Birth = birth.Length > 0 ? new DateValue { Edtf = birth } : null,
    };

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

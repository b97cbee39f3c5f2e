using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>The office and the members of a council, each with a token of their own.</summary>
internal sealed class CouncilRoom(SelectionFixture fixture)
{
    private readonly string mark = Guid.NewGuid().ToString("N")[..8];

    public ChannelBase Office { get; } = fixture.Service.ChannelWith(TestIssuer.Token("office", [Role.Editor, Role.Approver]));

    public RoundService.RoundServiceClient Rounds => new(Office);

    public ProposalService.ProposalServiceClient Proposals => new(Office);

    public CouncilService.CouncilServiceClient Councils => new(Office);

    public ScoreSheetService.ScoreSheetServiceClient Sheets => new(Office);

    public ConflictService.ConflictServiceClient Conflicts => new(Office);

    public RankingService.RankingServiceClient Rankings => new(Office);

    public SelectionService.SelectionServiceClient Selection => new(Office);

    public DecisionService.DecisionServiceClient Decisions => new(Office);

    public OrganizationService.OrganizationServiceClient Organizations { get; } = new(fixture.Owner.Channel(Role.Editor, Role.Approver));

    private PositionService.PositionServiceClient Posts { get; } = new(fixture.Owner.Channel(Role.Editor));

    /// <summary>The account of a member, or of whoever a test needs.</summary>
    public string Account(string key) => $"{key}-{mark}";

    /// <summary>Scores as seen by someone, with whatever roles.</summary>
    public ScoreService.ScoreServiceClient Scores(string key, params Role[] roles) => new(Channel(key, roles));

    public ChannelBase Channel(string key, params Role[] roles) => fixture.Service.ChannelWith(TestIssuer.Token(Account(key), roles.Length > 0 ? roles : [Role.CouncilMember]));

    public async Task<string> OrganizationAsync(string text, Action<Organization>? with = null)
    {
        var organization = new Organization { Kind = OrganizationKind.Government, Names = { new Name { Text = text, LanguageCode = "en" } } };
        with?.Invoke(organization);
        return (await Organizations.CreateOrganizationAsync(new CreateOrganizationRequest { Organization = organization })).Name;
    }

    /// <summary>A person's post, seen in a year; the person is made with the first.</summary>
    public async Task<(string Person, string Position)> PostAsync(string organization, string year, string person = "")
    {
        if (person.Length == 0)
        {
            var made = new Person { Class = PersonClass.OfficeHolder, ClassReason = "holds a public post", Names = { new Name { Text = "Member", LanguageCode = "en" } } };
            person = (await new PersonService.PersonServiceClient(fixture.Owner.Channel(Role.Editor)).CreatePersonAsync(new CreatePersonRequest { Person = made })).Name;
        }

        var post = new Position { Person = person, Organization = organization, TitleAsPrinted = "Manager", Rank = PositionRank.Director, Observed = new DateValue { Edtf = year } };
        return (person, (await Posts.CreatePositionAsync(new CreatePositionRequest { Position = post })).Name);
    }

    /// <summary>A council of members named by key; each signs in by an account of its own.</summary>
    public async Task<string> CouncilAsync(params IEnumerable<CouncilMember> members)
    {
        var council = new Council
        {
            Names = { new Name { Text = "Project Selection Deliberation Council" } },
            Categories = { new CouncilCategory { Key = "academia", Text = "academia" }, new CouncilCategory { Key = "agency", Text = "relevant agencies" } },
            Quorum = Sample.Exactly(3),
        };
        foreach (var member in members)
        {
            member.Account = Account(member.Key);
            council.Members.Add(member);
        }

        return (await Councils.CreateCouncilAsync(new CreateCouncilRequest { Council = council })).Name;
    }

    public static CouncilMember Member(string key, string category = "academia", string represents = "", string person = "") =>
        new() { Key = key, Category = category, Represents = represents, Person = person, AsPrinted = key };

    /// <summary>A round in deliberation with an adopted sheet of two criteria, need (0.6) and effect (0.4), of five points each.</summary>
    public async Task<Round> DeliberatingAsync(string council, string ceiling = "1000")
    {
        var round = Sample.Round();
        round.Council = council;
        round.Budget[0].Amount = ceiling;
        round = await Rounds.CreateRoundAsync(new CreateRoundRequest { Round = round });
        await Rounds.DeliberateRoundAsync(new TransitionRequest { Name = round.Name });
        var sheet = await Sheets.CreateScoreSheetAsync(new CreateScoreSheetRequest { Parent = round.Name, ScoreSheet = Sheet(("need", "0.6"), ("effect", "0.4")) });
        await Sheets.AdoptScoreSheetAsync(new TransitionRequest { Name = sheet.Name });
        return round;
    }

    public static ScoreSheet Sheet(params (string Key, string Weight)[] criteria) =>
        new() { Criteria = { criteria.Select(c => new SheetCriterion { Key = c.Key, Text = c.Key, Weight = c.Weight, MaxPoints = 5 }) } };

    /// <summary>A proposal led by a body, under review.</summary>
    public async Task<string> ProposalAsync(string round, string lead, string id = "", Action<Proposal>? with = null)
    {
        var proposal = new Proposal { Titles = { new Name { Text = "Proposal " + id } }, Parties = { new Party { Resource = lead, AsPrinted = lead.Length == 0 ? "a body" : "", Role = PartyRole.Lead } } };
        with?.Invoke(proposal);
        var name = (await Proposals.CreateProposalAsync(new CreateProposalRequest { Parent = round, ProposalId = id, Proposal = proposal })).Name;
        await Proposals.SubmitProposalAsync(new TransitionRequest { Name = name });
        await Proposals.ScreenInProposalAsync(new TransitionRequest { Name = name });
        await Proposals.ReviewProposalAsync(new TransitionRequest { Name = name });
        return name;
    }

    public AsyncUnaryCall<Score> Cast(string member, string proposal, string need, string effect, string reason = "") => Scores(member).CastScoreAsync(new CastScoreRequest
    {
        Parent = proposal,
        Points = { new CriterionPoints { Criterion = "need", Points = need }, new CriterionPoints { Criterion = "effect", Points = effect } },
        Reason = reason,
    });
}

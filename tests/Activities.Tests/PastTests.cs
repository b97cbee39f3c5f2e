using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>Entering the past (values.md 7): what refuses live work only warns about what already was.</summary>
public sealed class PastTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private ChannelBase Editor => fixture.Service.Channel(Role.Editor, Role.Approver);

    // A conflict is declared or computed for the round at hand; there is none to enter from the past.
    public static TheoryData<string> Types => [.. ResourceCatalog.All.Where(e => e.Service == "activities" && e.Descriptor != Conflict.Descriptor && e.Descriptor.FindFieldByName("state") is not null).Select(e => e.Descriptor.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_past_record_in_its_final_state_keeps_the_warning(string type) => await (await CaseAsync(type)).IsAcceptedWithWarningsAsync();

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_same_body_as_live_work_is_refused_with_the_rule(string type) => await (await CaseAsync(type)).IsRefusedLiveAsync();

    [Fact]
    public async Task States_in_an_impossible_order_are_kept_with_a_warning()
    {
        var engagement = new Engagement { Kind = EngagementKind.Forum, State = EngagementState.Confirmed, Record = new Record { Historical = true } };
        engagement.Record.Transitions.Add(new Transition { State = "ENGAGEMENT_STATE_HELD" });
        var engagements = new EngagementService.EngagementServiceClient(Editor);

        var stored = await engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = engagement });
        Assert.Contains(("state", "STATE_ORDER"), stored.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));

        engagement.Record.Transitions[0].State = "HELD";
        Assert.Equal([("record.transitions[0].state", "ENUM_VALUE")], await Refused.InvalidAsync(() => engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = engagement })));
    }

    [Fact]
    public async Task Live_work_brings_no_history()
    {
        var followUp = new FollowUp { Commitment = "Explore", Origin = "programs/none", Record = new Record { Transitions = { new Transition { State = "FOLLOW_UP_STATE_RAISED" } } } };
        Assert.Equal([("record.transitions", "STATE_BY_METHOD")], await Refused.InvalidAsync(() => new FollowUpService.FollowUpServiceClient(Editor).CreateFollowUpAsync(new CreateFollowUpRequest { FollowUp = followUp })));
    }

    private async Task<PastRecord> CaseAsync(string type)
    {
        var name = new Name { Text = "past" };
        var project = (await new ProjectService.ProjectServiceClient(Editor).CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project("", "1") })).Name;
        switch (type)
        {
            case "AccountingPeriod":
                var periods = new AccountingPeriodService.AccountingPeriodServiceClient(Editor);
                return PastRecord.Of(
                    new AccountingPeriod { Period = new DateValue { Edtf = "2009" } },
                    p => periods.CreateAccountingPeriodAsync(new CreateAccountingPeriodRequest { AccountingPeriod = p }),
                    ["ACCOUNTING_PERIOD_STATE_CLOSED"]);
            case "Bid":
                var bids = new BidService.BidServiceClient(Editor);
                return PastRecord.Of(
                    new Bid { Lead = await LeadAsync(name), Bidder = new Party { AsPrinted = "a company" } },
                    b => bids.CreateBidAsync(new CreateBidRequest { Bid = b }),
                    ["BID_STATE_SUBMITTED", "BID_STATE_WITHDRAWN"],
                    ("record.transitions", "REASON"));
            case "Contract":
                var contracts = new ContractService.ContractServiceClient(Editor);
                return PastRecord.Of(
                    new Contract { Kind = ContractKind.Procurement, Titles = { name }, Supplier = new Party { AsPrinted = "a company" }, Customer = new Party { AsPrinted = "a ministry" } },
                    c => contracts.CreateContractAsync(new CreateContractRequest { Contract = c }),
                    ["CONTRACT_STATE_SIGNED", "CONTRACT_STATE_COMPLETED"],
                    ("project", "REQUIRED"),
                    ("signed", "REQUIRED"));
            case "Delegation":
                var delegations = new DelegationService.DelegationServiceClient(Editor);
                return PastRecord.Of(
                    new Delegation { Names = { name } },
                    d => delegations.CreateDelegationAsync(new CreateDelegationRequest { Delegation = d }),
                    ["DELEGATION_STATE_DISPATCHED", "DELEGATION_STATE_CLOSED"],
                    ("legs", "REQUIRED"));
            case "Engagement":
                var engagements = new EngagementService.EngagementServiceClient(Editor);
                return PastRecord.Of(
                    new Engagement { Kind = EngagementKind.Forum },
                    e => engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = e }),
                    ["ENGAGEMENT_STATE_HELD", "ENGAGEMENT_STATE_REPORTED"],
                    ("date", "REQUIRED"));
            case "ExpertDispatch":
                var dispatches = new ExpertDispatchService.ExpertDispatchServiceClient(Editor);
                return PastRecord.Of(
                    new ExpertDispatch { Expert = new DispatchedExpert { AsPrinted = "an expert" }, Host = new Party { AsPrinted = "a host" } },
                    d => dispatches.CreateExpertDispatchAsync(new CreateExpertDispatchRequest { ExpertDispatch = d }),
                    ["EXPERT_DISPATCH_STATE_RETURNED", "EXPERT_DISPATCH_STATE_APPRAISED"],
                    ("terms_of_reference", "REQUIRED"),
                    ("appraisals", "REQUIRED"));
            case "FollowUp":
                var origin = await new ProgramService.ProgramServiceClient(Editor).CreateProgramAsync(new CreateProgramRequest { Program = new() { Names = { name } } });
                var followUps = new FollowUpService.FollowUpServiceClient(Editor);
                return PastRecord.Of(
                    new FollowUp { Commitment = "Explore", Origin = origin.Name },
                    f => followUps.CreateFollowUpAsync(new CreateFollowUpRequest { FollowUp = f }),
                    ["FOLLOW_UP_STATE_ASSIGNED", "FOLLOW_UP_STATE_DONE"],
                    ("record.evidence", "EVIDENCE"));
            case "Introduction":
                var asset = await new SystemAssetService.SystemAssetServiceClient(Editor).CreateSystemAssetAsync(new CreateSystemAssetRequest { SystemAsset = new SystemAsset { Kind = SystemAssetKind.System, Names = { name } } });
                var introductions = new IntroductionService.IntroductionServiceClient(Editor);
                return PastRecord.Of(
                    new Introduction { Asset = asset.Name, Target = new Party { Resource = "countries/KH" } },
                    i => introductions.CreateIntroductionAsync(new CreateIntroductionRequest { Introduction = i }),
                    ["INTRODUCTION_STATE_LIVE", "INTRODUCTION_STATE_USE_VERIFIED"],
                    ("record.evidence", "EVIDENCE"));
            case "Lead":
                var leads = new LeadService.LeadServiceClient(Editor);
                return PastRecord.Of(
                    new Lead { Titles = { name } },
                    l => leads.CreateLeadAsync(new CreateLeadRequest { Lead = l }),
                    ["LEAD_STATE_QUALIFIED", "LEAD_STATE_WON"],
                    ("state", "NO_CONTRACT"));
            case "LedgerEntry":
                var entries = new LedgerEntryService.LedgerEntryServiceClient(Editor);
                return PastRecord.Of(
                    Ledger.Entry(project, MoneyKind.Committed, "2", ""),
                    e => entries.CreateLedgerEntryAsync(new CreateLedgerEntryRequest { LedgerEntry = e }),
                    ["LEDGER_ENTRY_STATE_SUBMITTED", "LEDGER_ENTRY_STATE_BOOKED"],
                    ("date", "REQUIRED"));
            case "Milestone":
                var milestones = new MilestoneService.MilestoneServiceClient(Editor);
                return PastRecord.Of(
                    new Milestone { Titles = { name } },
                    m => milestones.CreateMilestoneAsync(new CreateMilestoneRequest { Parent = project, Milestone = m }),
                    ["MILESTONE_STATE_POSTPONED", "MILESTONE_STATE_REACHED"],
                    ("planned", "REQUIRED"),
                    ("reached", "REQUIRED"));
            case "Output":
                var outputs = new OutputService.OutputServiceClient(Editor);
                return PastRecord.Of(
                    new Output { Titles = { name }, Kind = ProjectOutputKind.MasterPlan },
                    o => outputs.CreateOutputAsync(new CreateOutputRequest { Parent = project, Output = o }),
                    ["OUTPUT_STATE_DELIVERED", "OUTPUT_STATE_ACCEPTED"],
                    ("parent", "PROJECT_NOT_RUNNING"),
                    ("record.evidence", "EVIDENCE"));
            case "Project":
                var projects = new ProjectService.ProjectServiceClient(Editor);
                return PastRecord.Of(
                    new Project { Names = { name }, Kind = ProjectKind.Consulting, Funders = { new Funder { AsPrinted = "A", Percentage = "60" }, new Funder { AsPrinted = "B", Percentage = "50" } } },
                    p => projects.CreateProjectAsync(new CreateProjectRequest { Project = p }),
                    ["PROJECT_STATE_IMPLEMENTATION", "PROJECT_STATE_CLOSED"],
                    ("funders", "SHARES_SUM"));
            case "Proposal":
                var round = await new RoundService.RoundServiceClient(Editor).CreateRoundAsync(new CreateRoundRequest { Round = Sample.Round() });
                var proposals = new ProposalService.ProposalServiceClient(Editor);
                return PastRecord.Of(
                    new Proposal { Titles = { name }, Area = "roads" },
                    p => proposals.CreateProposalAsync(new CreateProposalRequest { Parent = round.Name, Proposal = p }),
                    ["PROPOSAL_STATE_SUBMITTED", "PROPOSAL_STATE_NOT_SELECTED"],
                    ("parties", "LEAD_REQUIRED"),
                    ("record.transitions", "REASON"),
                    ("area", "UNKNOWN_KEY"));
            case "Round":
                var rounds = new RoundService.RoundServiceClient(Editor);
                return PastRecord.Of(
                    new Round { Titles = { name }, Criteria = { new Criterion { Key = "a", Text = "Need", Weight = "0.3" } } },
                    r => rounds.CreateRoundAsync(new CreateRoundRequest { Round = r }),
                    ["ROUND_STATE_SELECTED", "ROUND_STATE_CLOSED"],
                    ("criteria", "WEIGHTS_SUM"));
            case "Booking":
                var room = await new RoomService.RoomServiceClient(Editor).CreateRoomAsync(new CreateRoomRequest { Room = new Room { Names = { name }, Venue = new Party { AsPrinted = "an academy" } } });
                var bookings = new BookingService.BookingServiceClient(Editor);
                return PastRecord.Of(
                    new Booking { Title = "past", Date = new DateValue { Edtf = "2017-05" } },
                    b => bookings.CreateBookingAsync(new CreateBookingRequest { Parent = room.Name, Booking = b }),
                    ["BOOKING_STATE_CONFIRMED"],
                    ("date", "NOT_CERTAIN"));
            case "Registration":
                var closed = await new EngagementService.EngagementServiceClient(Editor).CreateEngagementAsync(new CreateEngagementRequest { Engagement = new Engagement { Kind = EngagementKind.Forum } });
                var registrations = new RegistrationService.RegistrationServiceClient(Editor);
                return PastRecord.Of(
                    new Registration { Represents = "countries/PE" },
                    r => registrations.CreateRegistrationAsync(new CreateRegistrationRequest { Parent = closed.Name, Registration = r }),
                    ["REGISTRATION_STATE_APPROVED", "REGISTRATION_STATE_ATTENDED"],
                    ("parent", "NOT_OPEN"));
            case "ScoreSheet":
                var scored = await new RoundService.RoundServiceClient(Editor).CreateRoundAsync(new CreateRoundRequest { Round = Sample.Round() });
                var sheets = new ScoreSheetService.ScoreSheetServiceClient(Editor);
                return PastRecord.Of(
                    new ScoreSheet { Criteria = { new SheetCriterion { Key = "need", Text = "Need", MaxPoints = 5 } } },
                    s => sheets.CreateScoreSheetAsync(new CreateScoreSheetRequest { Parent = scored.Name, ScoreSheet = s }),
                    ["SCORE_SHEET_STATE_ADOPTED"],
                    ("criteria[0].weight", "WEIGHT_SYNTAX"),
                    ("criteria", "WEIGHTS_SUM"));
            case "CouncilMeeting":
                var council = await new CouncilService.CouncilServiceClient(Editor).CreateCouncilAsync(new CreateCouncilRequest { Council = new Council { Names = { name } } });
                var meetings = new CouncilMeetingService.CouncilMeetingServiceClient(Editor);
                return PastRecord.Of(
                    new CouncilMeeting { Present = { "nobody" } },
                    m => meetings.CreateCouncilMeetingAsync(new CreateCouncilMeetingRequest { Parent = council.Name, CouncilMeeting = m }),
                    ["COUNCIL_MEETING_STATE_OPENED", "COUNCIL_MEETING_STATE_CLOSED"],
                    ("present[0]", "UNKNOWN_KEY"));
            case "Tender":
                var tenders = new TenderService.TenderServiceClient(Editor);
                return PastRecord.Of(
                    new Tender { Titles = { name }, Kind = TenderKind.Open },
                    t => tenders.CreateTenderAsync(new CreateTenderRequest { Parent = project, Tender = t }),
                    ["TENDER_STATE_PUBLISHED", "TENDER_STATE_AWARDED"],
                    ("awarded_bid", "REQUIRED"));
            default:
                throw new NotSupportedException($"{type} has states: say here how its past is entered.");
        }
    }

    private async Task<string> LeadAsync(Name name) => (await new LeadService.LeadServiceClient(Editor).CreateLeadAsync(new CreateLeadRequest { Lead = new Lead { Titles = { name } } })).Name;
}

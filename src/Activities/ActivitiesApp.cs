using EGovPlatform.ActivitiesService.AccountingPeriods;
using EGovPlatform.ActivitiesService.ApprovalRules;
using EGovPlatform.ActivitiesService.Bids;
using EGovPlatform.ActivitiesService.Bookings;
using EGovPlatform.ActivitiesService.Calendars;
using EGovPlatform.ActivitiesService.Conflicts;
using EGovPlatform.ActivitiesService.Contracts;
using EGovPlatform.ActivitiesService.CouncilMeetings;
using EGovPlatform.ActivitiesService.Councils;
using EGovPlatform.ActivitiesService.Credits;
using EGovPlatform.ActivitiesService.Decisions;
using EGovPlatform.ActivitiesService.Delegations;
using EGovPlatform.ActivitiesService.Engagements;
using EGovPlatform.ActivitiesService.ExchangeRates;
using EGovPlatform.ActivitiesService.Exhibits;
using EGovPlatform.ActivitiesService.ExpertDispatches;
using EGovPlatform.ActivitiesService.FollowUps;
using EGovPlatform.ActivitiesService.Indicators;
using EGovPlatform.ActivitiesService.Introductions;
using EGovPlatform.ActivitiesService.Leads;
using EGovPlatform.ActivitiesService.Ledger;
using EGovPlatform.ActivitiesService.Links;
using EGovPlatform.ActivitiesService.Milestones;
using EGovPlatform.ActivitiesService.Monitoring;
using EGovPlatform.ActivitiesService.Outputs;
using EGovPlatform.ActivitiesService.PartnerRequests;
using EGovPlatform.ActivitiesService.Programs;
using EGovPlatform.ActivitiesService.Projects;
using EGovPlatform.ActivitiesService.Proposals;
using EGovPlatform.ActivitiesService.Rankings;
using EGovPlatform.ActivitiesService.Registrations;
using EGovPlatform.ActivitiesService.Rooms;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.ActivitiesService.ScoreSheets;
using EGovPlatform.ActivitiesService.Scores;
using EGovPlatform.ActivitiesService.Selection;
using EGovPlatform.ActivitiesService.SeriesOfEditions;
using EGovPlatform.ActivitiesService.StatusReports;
using EGovPlatform.ActivitiesService.SystemAssets;
using EGovPlatform.ActivitiesService.Tenders;
using EGovPlatform.Hosting;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService;

/// <summary>What the Activities service is made of.</summary>
public static class ActivitiesApp
{
    /// <summary>Builds the service, ready to run or to migrate.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddEGovService("activities", AddTypes);
        builder.Services.AddSelection().AddSingleton<RegistrationMoves>();
        builder.Services.AddSingleton<LedgerBooking>().AddSingleton<Balances>().AddSingleton<LedgerFile>();
        var app = builder.Build();
        app.MapEGovService();
        app.MapGrpcService<ProgramRpc>();
        app.MapGrpcService<ProjectRpc>();
        app.MapGrpcService<DelegationRpc>();
        app.MapGrpcService<EngagementRpc>();
        app.MapGrpcService<FollowUpRpc>();
        app.MapGrpcService<LinkRpc>();
        app.MapGrpcService<PartnerRequestRpc>();
        app.MapGrpcService<CouncilRpc>();
        app.MapGrpcService<DecisionRpc>();
        app.MapGrpcService<IntroductionRpc>();
        app.MapGrpcService<ProposalRpc>();
        app.MapGrpcService<RoundRpc>();
        app.MapGrpcService<SystemAssetRpc>();
        app.MapGrpcService<SeriesRpc>();
        app.MapGrpcService<ExpertDispatchRpc>();
        app.MapGrpcService<ExhibitRpc>();
        app.MapGrpcService<OutputRpc>();
        app.MapGrpcService<CalendarRpc>();
        app.MapGrpcService<RoomRpc>();
        app.MapGrpcService<BookingRpc>();
        app.MapGrpcService<RegistrationRpc>();
        app.MapGrpcService<ScoreSheetRpc>();
        app.MapGrpcService<ScoreRpc>();
        app.MapGrpcService<ConflictRpc>();
        app.MapGrpcService<CouncilMeetingRpc>();
        app.MapGrpcService<RankingRpc>();
        app.MapGrpcService<SelectionRpc>();
        app.MapGrpcService<LedgerEntryRpc>();
        app.MapGrpcService<LedgerRpc>();
        app.MapGrpcService<AccountingPeriodRpc>();
        app.MapGrpcService<ExchangeRateRpc>();
        app.MapGrpcService<ApprovalRuleRpc>();
        app.MapGrpcService<LeadRpc>();
        app.MapGrpcService<BidRpc>();
        app.MapGrpcService<ContractRpc>();
        app.MapGrpcService<TenderRpc>();
        app.MapGrpcService<CreditRpc>();
        app.MapGrpcService<MilestoneRpc>();
        app.MapGrpcService<StatusReportRpc>();
        app.MapGrpcService<IndicatorRpc>();
        app.MapGrpcService<MonitorRpc>();
        app.MapGrpcService<ChangeRpc>();
        app.MapGrpcService<OperationRpc>();
        app.MapGrpcService<OperatorRpc>();
        return app;
    }

    private static void AddTypes(ResourceBuilder resources) => resources
        .Add(ProgramTable.Type)
        .Add(ProjectTable.Type)
        .Add(DelegationTable.Type)
        .Add(EngagementTable.Type)
        .Add(FollowUpTable.Type)
        .Add(LinkTable.Type)
        .Add(PartnerRequestTable.Type)
        .Add(CouncilTable.Type)
        .Add(DecisionTable.Type)
        .Add(IntroductionTable.Type)
        .Add(ProposalTable.Type)
        .Add(RoundTable.Type)
        .Add(SystemAssetTable.Type)
        .Add(SeriesTable.Type)
        .Add(ExpertDispatchTable.Type)
        .Add(ExhibitTable.Type)
        .Add(OutputTable.Type)
        .Add(RoomTable.Type)
        .Add(BookingTable.Type)
        .Add(RegistrationTable.Type)
        .Add(ScoreSheetTable.Type)
        .Add(ScoreTable.Type)
        .Add(ConflictTable.Type)
        .Add(CouncilMeetingTable.Type)
        .Add(RankingTable.Type)
        .Add(LedgerEntryTable.Type)
        .Add(AccountingPeriodTable.Type)
        .Add(ExchangeRateTable.Type)
        .Add(ApprovalRuleTable.Type)
        .Add(LeadTable.Type)
        .Add(BidTable.Type)
        .Add(ContractTable.Type)
        .Add(TenderTable.Type)
        .Add(MilestoneTable.Type)
        .Add(StatusReportTable.Type)
        .Add(IndicatorTable.Type);
}

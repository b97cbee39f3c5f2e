using EGovPlatform.ActivitiesService.Bookings;
using EGovPlatform.ActivitiesService.Calendars;
using EGovPlatform.ActivitiesService.Conflicts;
using EGovPlatform.ActivitiesService.CouncilMeetings;
using EGovPlatform.ActivitiesService.Councils;
using EGovPlatform.ActivitiesService.Decisions;
using EGovPlatform.ActivitiesService.Delegations;
using EGovPlatform.ActivitiesService.Engagements;
using EGovPlatform.ActivitiesService.Exhibits;
using EGovPlatform.ActivitiesService.ExpertDispatches;
using EGovPlatform.ActivitiesService.FollowUps;
using EGovPlatform.ActivitiesService.Introductions;
using EGovPlatform.ActivitiesService.Links;
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
using EGovPlatform.ActivitiesService.SystemAssets;
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
        app.MapGrpcService<ChangeRpc>();
        app.MapGrpcService<OperationRpc>();
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
        .Add(RankingTable.Type);
}

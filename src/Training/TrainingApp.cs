using EGovPlatform.TrainingService.ActionPlans;
using EGovPlatform.TrainingService.Alumni;
using EGovPlatform.TrainingService.Calendars;
using EGovPlatform.TrainingService.Certificates;
using EGovPlatform.TrainingService.CountryPresentations;
using EGovPlatform.TrainingService.Courses;
using EGovPlatform.TrainingService.Editions;
using EGovPlatform.TrainingService.Evaluations;
using EGovPlatform.TrainingService.Invitations;
using EGovPlatform.TrainingService.Matchings;
using EGovPlatform.TrainingService.Nominations;
using EGovPlatform.TrainingService.Participants;
using EGovPlatform.TrainingService.Personal;
using EGovPlatform.TrainingService.Sessions;
using EGovPlatform.Hosting;
using EGovPlatform.Resources;

namespace EGovPlatform.TrainingService;

/// <summary>What the Training service is made of.</summary>
public static class TrainingApp
{
    /// <summary>Builds the service, ready to run or to migrate.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddEGovService("training", AddTypes);
        builder.Services
            .AddSingleton<NominationMoves>().AddSingleton<EditionSummaries>().AddSingleton<MatchingPlans>().AddSingleton<CheckIns>()
            .AddSingleton<Retention>().AddHostedService<RetentionTimer>().AddSingleton<OwnResponses>().AddSingleton<CertificateMaker>().AddSingleton<CredentialSigner>();
        var app = builder.Build();
        app.MapEGovService();
        app.MapGrpcService<CourseRpc>();
        app.MapGrpcService<CourseEditionRpc>();
        app.MapGrpcService<SessionRpc>();
        app.MapGrpcService<ParticipantRpc>();
        app.MapGrpcService<CountryPresentationRpc>();
        app.MapGrpcService<CountryInvitationRpc>();
        app.MapGrpcService<NominationRpc>();
        app.MapGrpcService<NominationPrivacyRpc>();
        app.MapGrpcService<MatchingRpc>();
        app.MapGrpcService<CalendarRpc>();
        app.MapGrpcService<EvaluationRpc>();
        app.MapGrpcService<EvaluationResponseRpc>();
        app.MapGrpcService<CertificateRpc>();
        app.MapGrpcService<ActionPlanRpc>();
        app.MapGrpcService<AlumniRpc>();
        app.MapGrpcService<ChangeRpc>();
        app.MapGrpcService<OperationRpc>();
        app.MapGrpcService<OperatorRpc>();
        return app;
    }

    private static void AddTypes(ResourceBuilder resources) => resources
        .Add(CourseTable.Type)
        .Add(CourseEditionTable.Type)
        .Add(SessionTable.Type)
        .Add(ParticipantTable.Type)
        .Add(CountryPresentationTable.Type)
        .Add(CountryInvitationTable.Type)
        .Add(NominationTable.Type)
        .Add(MatchingTable.Type)
        .Add(EvaluationTable.Type)
        .Add(EvaluationResponseTable.Type)
        .Add(CertificateTable.Type)
        .Add(ActionPlanTable.Type);
}

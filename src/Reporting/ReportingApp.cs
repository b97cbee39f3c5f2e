using EGovPlatform.Hosting;
using EGovPlatform.Messaging;
using EGovPlatform.ReportingService.Briefs;
using EGovPlatform.ReportingService.Changes;
using EGovPlatform.ReportingService.Facts;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Operations;
using EGovPlatform.ReportingService.Operator;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.ReportingService.Publications;
using EGovPlatform.ReportingService.Search;
using EGovPlatform.ReportingService.Summaries;
using EGovPlatform.Resources;
using EGovPlatform.Resources.Operations;

namespace EGovPlatform.ReportingService;

/// <summary>What the Reporting service is made of.</summary>
public static class ReportingApp
{
    /// <summary>Adds the resource types.</summary>
    public static void AddTypes(ResourceBuilder resources) => resources.Add(PublicationTable.Type);

    /// <summary>Registers projection, reports and operations.</summary>
    public static void AddReports(this IServiceCollection services)
    {
        services.AddSingleton<OwnerLogs>();
        services.AddSingleton<PullChanges>(provider => provider.GetRequiredService<OwnerLogs>().PullAsync);
        services.AddSingleton<MartReader>();
        services.AddSingleton<SummaryCache>();
        services.AddSingleton<Summarizer>();
        services.AddSingleton<CountryBriefs>();
        services.AddSingleton<PublicationFacts>();
        services.AddSingleton<RecordSearch>();
        services.AddSingleton<OperationStore>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<Rebuild>();
    }

    /// <summary>What this service takes from the broker: all changes of all services, its own included, each log without a gap.</summary>
    public static void Consume(MessagingOptions messaging)
    {
        messaging.Service = "reporting";
        messaging.Consume<Projector>(singleActiveConsumer: true);
        messaging.CatchUpFrom(Rebuild.Sources, provider => provider.GetRequiredService<PullChanges>());
    }

    /// <summary>Maps the rpc classes.</summary>
    public static void MapReporting(this IEndpointRouteBuilder app)
    {
        app.MapGrpcService<PublicationRpc>();
        app.MapGrpcService<ChangeRpc>();
        app.MapGrpcService<OperationRpc>();
        app.MapGrpcService<ReportRpc>();
        app.MapGrpcService<ReportOperatorRpc>();
    }
}

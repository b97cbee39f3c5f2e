using EGovPlatform.Hosting;
using EGovPlatform.Messaging;
using EGovPlatform.ReportingService.Agreements;
using EGovPlatform.ReportingService.Briefs;
using EGovPlatform.ReportingService.Checks;
using EGovPlatform.ReportingService.CrossChecks;
using EGovPlatform.ReportingService.Definitions;
using EGovPlatform.ReportingService.Exchange;
using EGovPlatform.ReportingService.Exchange.Crs;
using EGovPlatform.ReportingService.Facts;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.OpenData;
using EGovPlatform.ReportingService.Operator;
using EGovPlatform.ReportingService.Print;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.ReportingService.Publications;
using EGovPlatform.ReportingService.Quality;
using EGovPlatform.ReportingService.Search;
using EGovPlatform.ReportingService.Snapshots;
using EGovPlatform.ReportingService.Summaries;
using EGovPlatform.ReportingService.Warnings;
using EGovPlatform.Resources;

namespace EGovPlatform.ReportingService;

/// <summary>What the Reporting service is made of.</summary>
public static class ReportingApp
{
    /// <summary>Builds the service, ready to run or to migrate.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddEGovService("reporting", AddTypes, Consume);
        AddReports(builder.Services);
        var app = builder.Build();
        app.MapEGovService();
        MapReporting(app);
        return app;
    }

    /// <summary>Adds the resource types.</summary>
    public static void AddTypes(ResourceBuilder resources) => resources.Add(PublicationTable.Type).Add(ReportDefinitionTable.Type).Add(SnapshotTable.Type);

    /// <summary>Takes all changes of all services from the broker, its own included, each log in order and without a gap.</summary>
    public static void Consume(MessagingOptions messaging)
    {
        messaging.Consume<Projector>(singleActiveConsumer: true);
        messaging.CatchUpFrom(Rebuild.Sources, provider => provider.GetRequiredService<PullChanges>());
        messaging.FlushLater = true;
    }

    /// <summary>Adds projection and reports.</summary>
    public static void AddReports(IServiceCollection services)
    {
        services.AddSingleton<OwnerLogs>();
        services.AddSingleton<PullChanges>(provider => provider.GetRequiredService<OwnerLogs>().PullAsync);
        services.AddSingleton<MartReader>();
        services.AddSingleton<SummaryCache>();
        services.AddSingleton<Summarizer>();
        services.AddSingleton<RecordPages>();
        services.AddSingleton<RecordBriefs>();
        services.AddSingleton<Timelines>();
        services.AddSingleton<RecordQualities>();
        services.AddSingleton<Funnels>();
        services.AddSingleton<ReportRunner>();
        services.AddSingleton<SnapshotTaker>();
        services.AddHostedService<ReportScheduler>();
        services.AddSingleton<CountryBriefs>();
        services.AddSingleton<PublicationFacts>();
        services.AddSingleton<RecordSearch>();
        services.AddSingleton<Reconciliations>();
        services.AddSingleton<WarningList>();
        services.AddSingleton<CrossChecker>();
        services.AddSingleton<AgreementReports>();
        services.AddSingleton<AgreementAlerts>();
        services.AddSingleton<Rebuild>();
        services.AddSingleton<IatiExports>();
        services.AddSingleton<CrsReturns>();
        services.AddSingleton<SummaryExports>();
        services.AddSingleton<RecordExports>();
        services.AddSingleton<ExportFiles>();
        services.AddSingleton<AnnualReport>();
        services.AddHostedService<ExportSweep>();
        services.AddSingleton(provider => OpenDataOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<OpenRecords>();
    }

    /// <summary>Maps the rpc classes.</summary>
    public static void MapReporting(IEndpointRouteBuilder app)
    {
        app.MapGrpcService<PublicationRpc>();
        app.MapGrpcService<ReportDefinitionRpc>();
        app.MapGrpcService<SnapshotRpc>();
        app.MapGrpcService<RecordViewRpc>();
        app.MapGrpcService<ChangeRpc>();
        app.MapGrpcService<OperationRpc>();
        app.MapGrpcService<OperatorRpc>();
        app.MapGrpcService<ReportRpc>();
        app.MapGrpcService<ExchangeRpc>();
        app.MapGrpcService<ExportRpc>();
        app.MapGrpcService<CrsRpc>();
        app.MapGrpcService<PrintRpc>();
        app.MapGrpcService<OpenDataRpc>();
        app.MapGrpcService<AgreementReportRpc>();
        app.MapGrpcService<ReportOperatorRpc>();
    }
}

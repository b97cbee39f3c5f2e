using EGovPlatform.Hosting;
using EGovPlatform.IntegrationService.Imports;
using EGovPlatform.IntegrationService.Keys;
using EGovPlatform.IntegrationService.Notices;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.IntegrationService.Sandbox;
using EGovPlatform.IntegrationService.Templates;
using EGovPlatform.IntegrationService.Webhooks;
using EGovPlatform.Messaging;

namespace EGovPlatform.IntegrationService;

/// <summary>What the Integration service is made of: the memory of the gateway.</summary>
public static class IntegrationApp
{
    /// <summary>Builds the service, ready to run or to migrate.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddEGovService("integration", _ => { }, Consume);
        builder.Services.AddSingleton<OwnerHistory>();
        builder.Services.AddSingleton<ImportStore>();
        builder.Services.AddSingleton<RowStore>();
        builder.Services.AddSingleton<Uploads>();
        builder.Services.AddSingleton<ImportWork>();
        builder.Services.AddWebhooks(builder.Configuration, builder.Environment);
        builder.Services.AddApiKeys();
        builder.Services.AddNotices(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton<SandboxReset>();
        var app = builder.Build();
        app.MapEGovService();
        app.MapGrpcService<TemplateRpc>();
        app.MapGrpcService<ImportRpc>();
        app.MapGrpcService<WebhookRpc>();
        app.MapGrpcService<NotificationRpc>();
        app.MapGrpcService<SandboxRpc>();
        app.MapApiKeys();
        app.MapGrpcService<ChangeRpc>();
        app.MapGrpcService<OperationRpc>();
        app.MapGrpcService<OperatorRpc>();
        return app;
    }

    // Every change of the others, each log in order and without a gap: webhooks miss nothing.
    private static void Consume(MessagingOptions messaging)
    {
        messaging.NameIndex = false;
        messaging.Consume<WebhookEnqueuer>(singleActiveConsumer: true);
        messaging.CatchUpFrom(Replayer.Sources, provider => provider.GetRequiredService<OwnerLogs>().PullAsync);
    }
}

using EGovPlatform.Hosting;
using EGovPlatform.IntegrationService.Imports;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.IntegrationService.Templates;

namespace EGovPlatform.IntegrationService;

/// <summary>What the Integration service is made of: the memory of the gateway.</summary>
public static class IntegrationApp
{
    /// <summary>Builds the service, ready to run or to migrate.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddEGovService("integration", _ => { }, messaging => messaging.NameIndex = false);
        builder.Services.AddSingleton<OwnerHistory>();
        builder.Services.AddSingleton<ImportStore>();
        builder.Services.AddSingleton<RowStore>();
        builder.Services.AddSingleton<Uploads>();
        builder.Services.AddSingleton<ImportWork>();
        var app = builder.Build();
        app.MapEGovService();
        app.MapGrpcService<TemplateRpc>();
        app.MapGrpcService<ImportRpc>();
        app.MapGrpcService<ChangeRpc>();
        app.MapGrpcService<OperationRpc>();
        return app;
    }
}

using EGovPlatform.Hosting;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>Adds webhooks to the service.</summary>
internal static class WebhookServices
{
    public static void AddWebhooks(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton(WebhookOptions.Read(configuration, environment));
        services.AddSingleton<OwnerLogs>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton(WebhookSecrets.Column);
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<WebhookEnqueuer>();
        services.AddSingleton<Courier>();
        services.AddSingleton<Replayer>();
        services.AddHostedService<DeliveryLoop>();
    }
}

using EGovPlatform.Resources;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>Adds notices by e-mail to the service.</summary>
internal static class NoticeServices
{
    public static void AddNotices(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton(MailOptions.Read(configuration, environment));
        services.AddSingleton<MailTokens>();
        services.AddSingleton(new SealedColumn("notification_subscription", "address", "name", SubscriptionStore.AddressField));
        services.AddSingleton(new SealedColumn("notification_mail", "token", "subscription", MailLoop.TokenField));
        services.AddSingleton<SubscriptionStore>();
        services.AddSingleton<MailStore>();
        services.AddSingleton<NoticeSources>();
        services.AddSingleton<NoticeLedger>();
        services.AddSingleton<Postman>();
        services.AddHostedService<NoticeLoop>();
        services.AddHostedService<MailLoop>();
    }
}

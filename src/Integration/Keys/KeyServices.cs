using EGovPlatform.Access;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace EGovPlatform.IntegrationService.Keys;

/// <summary>Adds API keys to the service.</summary>
internal static class KeyServices
{
    public static void AddApiKeys(this IServiceCollection services)
    {
        services.AddSingleton<KeyStore>();
        services.AddSingleton<KeySigner>();
        services.AddSingleton(KeySigner.Column);
        services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>>(p => p.GetRequiredService<KeySigner>());
        services.AddSingleton<KeyChanges>();
        services.AddHostedService(p => p.GetRequiredService<KeyChanges>());
    }

    public static void MapApiKeys(this WebApplication app)
    {
        app.MapGrpcService<KeyRpc>();
        app.MapGrpcService<ExchangeRpc>();
        app.MapGet(KeyIssuer.KeysPath, (KeySigner signer, CancellationToken cancellation) => signer.PublicAsync(cancellation));
    }
}

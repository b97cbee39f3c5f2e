using System.Security.Authentication;
using EGovPlatform.Access;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EGovPlatform.Gateway.Door;

/// <summary>The certificate callers see, renewed in its file while the gateway runs. Without one, Kestrel's own settings count.</summary>
internal static class FrontCertificate
{
    public static void Show(KestrelServerOptions kestrel, GatewayOptions options)
    {
        if (string.IsNullOrEmpty(options.Certificate))
        {
            return;
        }

        var log = kestrel.ApplicationServices.GetRequiredService<ILogger<GatewayOptions>>();
        var certificate = CertificateFiles.Certificate(options.Certificate, options.CertificateKey, TimeProvider.System, () => log);
        kestrel.ConfigureHttpsDefaults(https =>
        {
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            https.ServerCertificateSelector = (_, _) => certificate.Current.TargetCertificate;
            https.OnAuthenticate = (_, ssl) => MutualTls.Show(ssl, certificate);
        });
    }
}

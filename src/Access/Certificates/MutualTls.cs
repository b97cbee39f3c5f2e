using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EGovPlatform.Access;

/// <summary>
/// TLS between processes of the platform: each shows a certificate of the platform's own authority, whose name is the service's. Files
/// are read again when they change, so certificates and authorities are renewed without a restart; open connections go on.
/// </summary>
public sealed class MutualTls
{
    private const string Server = "1.3.6.1.5.5.7.3.1";
    private const string Client = "1.3.6.1.5.5.7.3.2";

    private readonly WatchedFile<SslStreamCertificateContext>? own;
    private readonly WatchedFile<X509Certificate2Collection>? authorities;

    public MutualTls(MutualTlsOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.IsOn)
        {
            own = CertificateFiles.Certificate(options.Certificate!, null, time, () => Log);
            authorities = CertificateFiles.Authorities(options.Authorities!, time, () => Log);
        }
    }

    public bool IsOn => own is not null;

    /// <summary>Where a file that cannot be read is told of.</summary>
    public ILogger Log { get; set; } = NullLogger.Instance;

    /// <summary>Lets a server take callers with a certificate of ours and nobody else.</summary>
    public void Serve(HttpsConnectionAdapterOptions https)
    {
        ArgumentNullException.ThrowIfNull(https);
        if (own is null)
        {
            return;
        }

        https.ServerCertificateSelector = (_, _) => own.Current.TargetCertificate;
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (certificate, _, _) => IsOurs(certificate, Client);
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        https.OnAuthenticate = (_, ssl) => Show(ssl, own);
    }

    /// <summary>Lets a client call a service, show who it is, and talk to nobody but that service.</summary>
    /// <param name="handler">Makes the connections.</param>
    /// <param name="service">The service's name, such as <c>countries</c>; its certificate must be for it.</param>
    public SocketsHttpHandler Call(SocketsHttpHandler handler, string service)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (own is not null)
        {
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                LocalCertificateSelectionCallback = (_, _, _, _, _) => own.Current.TargetCertificate,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    certificate is X509Certificate2 shown && shown.MatchesHostname(service, allowCommonName: false) && IsOurs(shown, Server),
            };
        }

        return handler;
    }

    /// <summary>Makes a server show a certificate as it is now.</summary>
    public static void Show(SslServerAuthenticationOptions ssl, WatchedFile<SslStreamCertificateContext> certificate)
    {
        ArgumentNullException.ThrowIfNull(ssl);
        ArgumentNullException.ThrowIfNull(certificate);
        ssl.ServerCertificate = null;
        ssl.ServerCertificateSelectionCallback = null;
        ssl.ServerCertificateContext = certificate.Current;
    }

    // An authority may have been added a moment ago.
    private bool IsOurs(X509Certificate2 certificate, string use) => Builds(certificate, use) || (authorities!.LookNow() && Builds(certificate, use));

    private bool Builds(X509Certificate2 certificate, string use)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities!.Current);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(use));
        return chain.Build(certificate);
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpServer;

namespace EGovPlatform.Integration.Tests.Notices;

/// <summary>How a mail server is entered.</summary>
/// <param name="Certificate">Its certificate; null offers no TLS.</param>
/// <param name="FromFirstByte">Whether TLS comes first; else it is begun by STARTTLS.</param>
/// <param name="Password">The password of <see cref="User"/>; null asks for no login.</param>
public sealed record MailDoor(X509Certificate2? Certificate = null, bool FromFirstByte = false, string? Password = null)
{
    public const string User = "egov";

    /// <summary>A certificate for this machine that nobody else has signed.</summary>
    public static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    internal void Put(EndpointDefinitionBuilder endpoint)
    {
        if (Certificate is not null)
        {
            endpoint.Certificate(Certificate).IsSecure(FromFirstByte);
        }

        if (Password is not null)
        {
            endpoint.AuthenticationRequired(true).AllowUnsecureAuthentication(Certificate is null);
        }
    }
}

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Access;

/// <summary>PEM files of certificates, renewed while we run.</summary>
public static class CertificateFiles
{
    /// <summary>What a server or client shows.</summary>
    /// <param name="file">The certificate and those between it and its authority.</param>
    /// <param name="keyFile">Its key; null when that is in the same file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where a file that cannot be read is told of.</param>
    public static WatchedFile<SslStreamCertificateContext> Certificate(string file, string? keyFile, TimeProvider time, Func<ILogger> log) =>
        new("the certificate and its key", [file, keyFile ?? file], () =>
        {
            var certificate = X509Certificate2.CreateFromPemFile(file, keyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            return SslStreamCertificateContext.Create(certificate, [.. chain.Skip(1)], offline: true);
        }, time, log);

    /// <summary>The authorities that count.</summary>
    public static WatchedFile<X509Certificate2Collection> Authorities(string file, TimeProvider time, Func<ILogger> log) =>
        new("the authorities", [file], () =>
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPemFile(file);
            return read.Count > 0 ? read : throw new CryptographicException("It holds no certificate.");
        }, time, log);
}

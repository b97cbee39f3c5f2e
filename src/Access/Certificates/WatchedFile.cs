using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Access;

/// <summary>
/// A certificate in files that somebody renews while we run: looked at again for a new connection, at most once a second. While what is
/// there cannot be read, the last good one stays.
/// </summary>
/// <param name="file">PEM file of the certificate and those between it and its authority.</param>
/// <param name="keyFile">PEM file of its key; the same file, unless given.</param>
public sealed class WatchedCertificate(string file, string? keyFile, TimeProvider time, Func<ILogger> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private SslStreamCertificateContext? current;
    private (DateTime, DateTime) written;
    private long looked;

    /// <summary>What a server or client shows.</summary>
    /// <exception cref="CryptographicException">The files never held a certificate with its key.</exception>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (gate)
            {
                if (current is null || time.GetElapsedTime(looked) >= Pause)
                {
                    looked = time.GetTimestamp();
                    Look();
                }

                return current!;
            }
        }
    }

    private void Look()
    {
        var stamp = (File.GetLastWriteTimeUtc(file), File.GetLastWriteTimeUtc(keyFile ?? file));
        if (current is not null && stamp == written)
        {
            return;
        }

        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(file, keyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            current = SslStreamCertificateContext.Create(certificate, [.. chain.Skip(1)], offline: true);
            written = stamp;
        }
        catch (Exception e) when (current is not null && e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            log().LogWarning("{File} cannot be read, the certificate of before stays: {Reason}", file, e.Message);
        }
    }
}

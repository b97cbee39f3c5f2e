using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Access;

/// <summary>The authorities that count, from a PEM file looked at again as <see cref="WatchedCertificate"/> does.</summary>
internal sealed class WatchedAuthorities(string file, TimeProvider time, Func<ILogger> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private X509Certificate2Collection? current;
    private DateTime written;
    private long looked;

    public X509Certificate2Collection Current
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

    /// <summary>Looks without a pause; whether there was something new.</summary>
    public bool LookNow()
    {
        lock (gate)
        {
            return Look();
        }
    }

    private bool Look()
    {
        var stamp = File.GetLastWriteTimeUtc(file);
        if (current is not null && stamp == written)
        {
            return false;
        }

        try
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPemFile(file);
            current = read.Count > 0 ? read : throw new CryptographicException("It holds no certificate.");
            written = stamp;
            return true;
        }
        catch (Exception e) when (current is not null && e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            log().LogWarning("{File} cannot be read, the authorities of before stay: {Reason}", file, e.Message);
            return false;
        }
    }
}

using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Access;

/// <summary>
/// What is in files that somebody renews while we run: looked at again for a new connection, at most once a second. While what is there
/// cannot be read, the last good one stays.
/// </summary>
/// <param name="what">What it is, such as "the certificate".</param>
/// <param name="files">The files; the first is named to operators.</param>
/// <param name="read">Reads them; fails with a <see cref="CryptographicException"/> or as files do.</param>
/// <param name="log">Where a failure is told of.</param>
/// <param name="time">The clock.</param>
public sealed class WatchedFile<T>(string what, string[] files, Func<T> read, TimeProvider time, Func<ILogger> log)
    where T : class
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private T? current;
    private DateTime[] written = [];
    private long looked;

    /// <summary>What is there now.</summary>
    /// <exception cref="CryptographicException">The files never held it.</exception>
    public T Current
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
        var stamps = Array.ConvertAll(files, File.GetLastWriteTimeUtc);
        if (current is not null && stamps.AsSpan().SequenceEqual(written))
        {
            return false;
        }

        try
        {
            current = read();
            written = stamps;
            return true;
        }
        catch (Exception e) when (current is not null && e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            log().LogWarning("{File} cannot be read, {What} of before stay: {Reason}", files[0], what, e.Message);
            return false;
        }
    }
}

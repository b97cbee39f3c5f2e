using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EGovPlatform.Resources.Changes;

/// <summary>
/// The hash of a change, over all that the log says of it and the hash of the record's previous version. Two forms exist: 32 bytes
/// are form 1, written before fields had lengths; otherwise the first byte is the form and the SHA-256 follows.
/// </summary>
internal static class ChangeHash
{
    private const byte Form = 2;

    /// <summary>Hash in the form of today.</summary>
    public static byte[] Of(ChangeDraft change, byte[] previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([Form]);
        Add(hash, previous);
        foreach (var text in new[] { change.ResourceType, change.Name, change.Kind, change.Actor, change.OnBehalfOf, change.Reason, change.RequestId, change.TraceParent, Day(change.KnownOn), change.ValidOn, change.Workspace })
        {
            Add(hash, Encoding.UTF8.GetBytes(text));
        }

        Add(hash, change.Version);
        Add(hash, Microseconds(change.RecordedTime));
        Add(hash, change.ChangedPaths.Length);
        foreach (var path in change.ChangedPaths)
        {
            Add(hash, Encoding.UTF8.GetBytes(path));
        }

        hash.AppendData([change.Deleted ? (byte)1 : (byte)0]);
        Add(hash, change.Body);
        return [Form, .. hash.GetHashAndReset()];
    }

    /// <summary>Whether a stored hash is that of the change, by the form it has.</summary>
    public static bool Matches(ChangeDraft change, byte[] previous, byte[] stored) =>
        stored.AsSpan().SequenceEqual(stored.Length == SHA256.HashSizeInBytes ? First(change, previous) : Of(change, previous));

    /// <summary>A number of fixed length, or bytes after their length: two different lists of parts never run together.</summary>
    public static void Add(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }

    /// <inheritdoc cref="Add(IncrementalHash, long)"/>
    public static void Add(IncrementalHash hash, ReadOnlySpan<byte> value)
    {
        Add(hash, value.Length);
        hash.AppendData(value);
    }

    /// <summary>A time as the database keeps it.</summary>
    public static long Microseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static byte[] First(ChangeDraft change, byte[] previous)
    {
        var head = string.Join('\n', change.ResourceType, change.Name, change.Version.ToString(CultureInfo.InvariantCulture), change.Kind, change.Actor, change.Reason, change.RequestId, change.Deleted ? "1" : "0");
        return SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(head), .. change.Body]);
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Access;
using Google.Protobuf;

namespace EGovPlatform.Resources;

/// <summary>One row of the change log about to be written, chained to the record's previous version.</summary>
internal sealed record ChangeDraft(
    string ResourceType, string Name, long Version, string Kind, Caller Caller, string Reason, string RequestId,
    DateOnly? KnownOn, string ValidOn, string[] ChangedPaths, byte[] Body, bool Deleted)
{
    /// <summary>Hash over this change and the hash before it.</summary>
    public byte[] Hash(byte[] previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        var head = string.Join('\n', ResourceType, Name, Version.ToString(CultureInfo.InvariantCulture), Kind, Caller.Subject, Reason, RequestId, Deleted ? "1" : "0");
        hash.AppendData(Encoding.UTF8.GetBytes(head));
        hash.AppendData(Body);
        return hash.GetHashAndReset();
    }

    /// <summary>Top-level fields in which two versions differ, without those that always do.</summary>
    public static string[] Differences(IMessage? before, IMessage after) =>
    [
        .. after.Descriptor.Fields.InDeclarationOrder()
            .Where(f => f.FieldNumber is not (2 or 4) && !Equals(f.Accessor.GetValue(after), before is null ? null : f.Accessor.GetValue(before)) && !(before is null && IsEmpty(f.Accessor.GetValue(after))))
            .Select(f => f.Name),
    ];

    private static bool IsEmpty(object? value) => value switch
    {
        null => true,
        string s => s.Length == 0,
        ByteString b => b.Length == 0,
        System.Collections.ICollection c => c.Count == 0,
        bool b => !b,
        Enum e => Convert.ToInt64(e, CultureInfo.InvariantCulture) == 0,
        int i => i == 0,
        long l => l == 0,
        _ => false,
    };
}

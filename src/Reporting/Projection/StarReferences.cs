using EGovPlatform.Resources;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Whom a record names, and whether it is another record by now.</summary>
internal static class StarReferences
{
    public static IEnumerable<MartRow> Of(IMessage message)
    {
        foreach (var (item, use) in ReferenceWalker.Find(message).Index())
        {
            yield return new("reference", ("item", item), ("field_path", use.Field), ("to_name", use.Target));
        }

        if (MessageFields.Record(message).MergedInto is { Length: > 0 } into)
        {
            yield return new("merged", ("into_name", into));
        }
    }
}

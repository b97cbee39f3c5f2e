using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>The rows of one change: the record's own row, which all types share, its sources and its facts.</summary>
internal static class RecordRows
{
    private static readonly Dictionary<string, ResourceCatalog.Entry> Types =
        ResourceCatalog.All.ToDictionary(e => e.Descriptor.FullName, StringComparer.Ordinal);

    /// <summary>Whether versions of the type may have to be taken out again.</summary>
    public static bool MayBePrivate(string resourceType) =>
        resourceType == Person.Descriptor.FullName || resourceType == Participant.Descriptor.FullName;

    /// <summary>Nothing for a type this build does not know.</summary>
    public static IEnumerable<MartRow> Of(Change change)
    {
        if (!Types.TryGetValue(change.ResourceType, out var entry))
        {
            return [];
        }

        var type = entry.Descriptor.Name;
        if (change.Body.IsEmpty)
        {
            return [Empty(change, type)];
        }

        var message = entry.Descriptor.Parser.ParseFrom(change.Body);
        Personal.Remove(message);
        return message is Person { Class: not PersonClass.OfficeHolder }
            ? [Empty(change, type)]
            : WithKeys([Full(change, type, message), .. FactSources.Of(type, message), .. Star.Of(message), .. StarShared.Of(message), .. StarValues.Of(message), .. StarNamed.Of(message), .. StarReferences.Of(message)]);
    }

    private static IEnumerable<MartRow> WithKeys(List<MartRow> rows) => [.. rows, .. DimensionKeys.Of(rows)];

    private static MartRow Full(Change change, string type, IMessage message)
    {
        var record = MessageFields.Record(message);
        var (happened, valid) = RecordDates.Of(message);
        var validDate = valid is null ? null : new DateValue { Edtf = valid };
        var names = MessageTexts.Of(message).ToList();
        var known = RecordRules.KnownDays(record);
        return Row(change, type,
            isPrivate: false,
            ("known_on", Bound(known.First)),
            ("known_by", Bound(known.Last)),
            ("edtf", happened?.Edtf),
            ("valid_edtf", valid),
            ("valid_from", DateRules.Earliest(validDate)),
            ("valid_to", DateRules.Latest(validDate)),
            ("year", DateBucket.Of(happened, DateUnit.Year).Key),
            ("quarter", DateBucket.Of(happened, DateUnit.Quarter).Key),
            ("month", DateBucket.Of(happened, DateUnit.Month).Key),
            ("title", MessageFields.Title(message)),
            ("kind", MessageFields.ShortEnum(message, "kind")),
            ("state", MessageFields.ShortEnum(message, "state")),
            ("program", MessageFields.Text(message, "program")),
            ("certainty", MessageFields.ShortEnum(record, "certainty")),
            ("visibility", record.Visibility is null or { Level: VisibilityLevel.Unspecified } ? "INTERNAL" : MessageFields.ShortEnum(record.Visibility, "level")),
            ("shared_with", record.Visibility?.SharedWith.ToArray() ?? []),
            ("visible_from", VisibilityRules.EndOfEmbargo(record.Visibility)),
            ("countries", Named(names, "countries/")),
            ("parties", Named(names, "organizations/", "places/")),
            ("publications", FactSources.Publications(record)),
            ("search", SearchKey.Of(names.Select(n => n.Text).Append(change.Name).Append(MessageFields.ShortEnum(message, "kind")))),
            ("body", message.ToByteArray()));
    }

    private static MartRow Empty(Change change, string type) => Row(change, type,
        isPrivate: true,
        ("year", "undated"), ("quarter", "undated"), ("month", "undated"), ("title", ""), ("kind", ""), ("state", ""), ("program", ""),
        ("certainty", ""), ("visibility", "INTERNAL"), ("shared_with", Array.Empty<string>()), ("countries", Array.Empty<string>()),
        ("parties", Array.Empty<string>()), ("publications", Array.Empty<string>()), ("search", ""), ("body", Array.Empty<byte>()));

    private static MartRow Row(Change change, string type, bool isPrivate, params (string, object?)[] columns) => new("record",
    [
        ("service", change.Service),
        ("type", type),
        ("position", change.Position),
        ("recorded_time", change.RecordedTime.ToDateTime()),
        ("deleted", change.Deleted),
        ("private", isPrivate),
        ("workspace", change.Workspace),
        .. columns,
    ]);

    private static DateOnly? Bound(DateOnly day) => day == DateOnly.MinValue || day == DateOnly.MaxValue ? null : day;

    private static string[] Named(IEnumerable<MessageText> texts, params string[] prefixes) =>
        [.. texts.Select(t => t.Text).Where(t => prefixes.Any(p => t.StartsWith(p, StringComparison.Ordinal))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

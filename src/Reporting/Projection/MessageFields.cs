using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Fields that mean the same in every type, found by their name.</summary>
internal static class MessageFields
{
    /// <summary>The common part; empty when absent.</summary>
    public static Record Record(IMessage message) => Value(message, "record") as Record ?? new Record();

    /// <summary>A text field; empty when the type has none.</summary>
    public static string Text(IMessage message, string field) => Value(message, field) as string ?? "";

    /// <summary>An enum field without its prefix; empty when the type has none or it is not set.</summary>
    public static string ShortEnum(IMessage message, string field) =>
        message.Descriptor.FindFieldByName(field) is { FieldType: FieldType.Enum, IsRepeated: false } found
            && Convert.ToInt32(found.Accessor.GetValue(message), System.Globalization.CultureInfo.InvariantCulture) is var value and not 0
            ? EnumNames.Short(found.EnumType, value)
            : "";

    /// <summary>Its titles or names.</summary>
    public static IEnumerable<Name> Names(IMessage message) => (Value(message, "titles") ?? Value(message, "names")) as IEnumerable<Name> ?? [];

    /// <summary>What a record is called: its official name in the language, else in English, else its first name or line of text.</summary>
    public static string Title(IMessage message, string language = "en")
    {
        var best = Names(message).OrderBy(n => n.LanguageCode == language ? 0 : n.LanguageCode == "en" ? 1 : 2).ThenBy(n => n.Kind == NameKind.Official ? 0 : 1).FirstOrDefault();
        return best?.Text
            ?? new[] { "title", "title_as_printed", "subject", "commitment", "note" }.Select(f => Text(message, f)).FirstOrDefault(t => t.Length > 0)
            ?? "";
    }

    private static object? Value(IMessage message, string field) => message.Descriptor.FindFieldByName(field)?.Accessor.GetValue(message);
}

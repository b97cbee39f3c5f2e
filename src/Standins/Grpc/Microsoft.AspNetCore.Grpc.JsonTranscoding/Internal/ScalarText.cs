using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>Values of fields as they stand in paths and query strings.</summary>
internal static class ScalarText
{
    private static readonly string WrappersFile = WrappersReflection.Descriptor.Name;

    /// <summary>Whether one text can carry a value of the field.</summary>
    public static bool CanParse(FieldDescriptor field) =>
        !field.IsMap && (field.FieldType is not (FieldType.Message or FieldType.Group)
            || field.MessageType.File.Name == WrappersFile
            || field.MessageType.FullName is "google.protobuf.Timestamp" or "google.protobuf.Duration" or "google.protobuf.FieldMask");

    /// <exception cref="FormatException">The text is no value of the field; the message names what is expected.</exception>
    public static object Parse(FieldDescriptor field, string text)
    {
        try
        {
            return field.FieldType == FieldType.Message ? ParseMessage(field.MessageType, text) : ParseScalar(field, text);
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new FormatException($"'{Shorten(text)}' is not {Expected(field)}.", e);
        }
    }

    /// <summary>What a value of the field looks like, for error messages.</summary>
    public static string Expected(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => "true or false",
        FieldType.String => "a text",
        FieldType.Bytes => "base64",
        FieldType.Float or FieldType.Double => "a number",
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => "a 32-bit integer",
        FieldType.UInt32 or FieldType.Fixed32 => "an unsigned 32-bit integer",
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => "a 64-bit integer",
        FieldType.UInt64 or FieldType.Fixed64 => "an unsigned 64-bit integer",
        FieldType.Enum => $"a value of {field.EnumType.FullName}",
        _ => field.MessageType.FullName switch
        {
            "google.protobuf.Timestamp" => "a time such as 2018-05-28T09:00:00Z",
            "google.protobuf.Duration" => "a duration in seconds such as 1.5s",
            "google.protobuf.FieldMask" => "a list of field paths separated by commas",
            var name => $"a {name}",
        },
    };

    private static object ParseScalar(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.Bool => text switch { "true" => true, "false" => false, _ => throw new FormatException() },
        FieldType.String => text,
        FieldType.Bytes => ByteString.CopyFrom(FromBase64(text)),
        FieldType.Float => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        FieldType.Double => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        FieldType.UInt32 or FieldType.Fixed32 => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        FieldType.UInt64 or FieldType.Fixed64 => ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture),
        // The accessor takes the number of an enum value for the value.
        FieldType.Enum => field.EnumType.FindValueByName(text)?.Number
            ?? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        _ => throw new FormatException(),
    };

    private static object ParseMessage(MessageDescriptor type, string text)
    {
        if (type.File.Name == WrappersFile)
        {
            return ParseScalar(type.FindFieldByNumber(1), text);
        }

        if (type.FullName == "google.protobuf.FieldMask")
        {
            return ParseMask(text);
        }

        return JsonParser.Default.Parse(JsonSerializer.Serialize(text), type);
    }

    // Both spellings of a path are taken: as in the proto file, and as in JSON.
    private static FieldMask ParseMask(string text)
    {
        var mask = new FieldMask();
        foreach (var path in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!path.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '*'))
            {
                throw new FormatException();
            }

            mask.Paths.Add(string.Concat(path.Select(c => char.IsAsciiLetterUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString())));
        }

        return mask;
    }

    private static byte[] FromBase64(string text)
    {
        var plain = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        return Convert.FromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='));
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}

using System.Collections;
using System.Globalization;
using System.Text;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.IntegrationService.Layouts;

/// <summary>Values as texts of cells, and back. Several values in one cell are separated by semicolons or line breaks; a backslash keeps the next character as it is.</summary>
public static class CellText
{
    /// <summary>Text of a field of a message; empty when it is not set.</summary>
    public static string Of(FieldDescriptor field, IMessage message)
    {
        ArgumentNullException.ThrowIfNull(field);
        var value = field.Accessor.GetValue(message);
        if (field.IsMap)
        {
            return "";
        }

        if (field.IsRepeated)
        {
            return string.Join(';', ((IList)value).Cast<object>().Select(v => Escape(One(field, v))));
        }

        return field.HasPresence && !field.Accessor.HasValue(message) ? ""
            : !field.HasPresence && IsDefault(value) ? ""
            : One(field, value);
    }

    /// <summary>Puts the text of a cell into a field.</summary>
    /// <returns>The rule it breaks and what is allowed; null when it is taken.</returns>
    public static (string Rule, string Description)? Put(FieldDescriptor field, IMessage message, string text)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (field.IsMap)
        {
            return ("FILE_FIELD", "A map cannot stand in a cell; use JSON lines.");
        }

        if (!field.IsRepeated)
        {
            if (Parse(field, text, out var one) is { } problem)
            {
                return problem;
            }

            field.Accessor.SetValue(message, one);
            return null;
        }

        var list = (IList)field.Accessor.GetValue(message);
        foreach (var part in Split(text))
        {
            if (Parse(field, part, out var item) is { } problem)
            {
                return problem;
            }

            list.Add(item);
        }

        return null;
    }

    /// <summary>Cuts a cell of several values.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                part.Append(text[++i] == 'n' ? '\n' : text[i]);
            }
            else if (text[i] is ';' or '\n' or '\r')
            {
                Take();
            }
            else
            {
                part.Append(text[i]);
            }
        }

        Take();
        return parts;

        void Take()
        {
            if (part.ToString().Trim() is { Length: > 0 } trimmed)
            {
                parts.Add(trimmed);
            }

            part.Clear();
        }
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string One(FieldDescriptor field, object value) => field.FieldType switch
    {
        FieldType.Enum => EnumNames.Short(field.EnumType, Convert.ToInt32(value, CultureInfo.InvariantCulture)),
        FieldType.Bool => (bool)value ? "TRUE" : "FALSE",
        FieldType.Bytes => ((ByteString)value).ToBase64(),
        FieldType.Message => JsonFormatter.Default.Format((IMessage)value).Trim('"'),
        FieldType.Double => ((double)value).ToString("R", CultureInfo.InvariantCulture),
        FieldType.Float => ((float)value).ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool IsDefault(object value) => value switch
    {
        string s => s.Length == 0,
        ByteString b => b.Length == 0,
        bool b => !b,
        double d => d == 0,
        float f => f == 0,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture) == 0,
    };

    private static (string Rule, string Description)? Parse(FieldDescriptor field, string text, out object? value)
    {
        value = null;
        switch (field.FieldType)
        {
            case FieldType.String:
                value = text;
                return null;
            case FieldType.Enum:
                return ParseEnum(field.EnumType, text, out value);
            case FieldType.Bool:
                value = text.Trim().ToUpperInvariant() switch { "TRUE" or "YES" or "1" => true, "FALSE" or "NO" or "0" => false, _ => null };
                return value is null ? ("BOOLEAN", "Allowed are TRUE and FALSE.") : null;
            case FieldType.Double or FieldType.Float:
                value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? field.FieldType == FieldType.Float ? (float)real : real : null;
                return value is null ? ("NUMBER", "A number with a decimal point is needed.") : null;
            case FieldType.Bytes:
                var buffer = new byte[text.Length];
                value = Convert.TryFromBase64String(text, buffer, out var length) ? ByteString.CopyFrom(buffer, 0, length) : null;
                return value is null ? ("BASE64", "Bytes stand in a cell as base64.") : null;
            case FieldType.Message:
                return ParseMessage(field, text, out value);
            default:
                return ParseWhole(field, text, out value);
        }
    }

    private static (string Rule, string Description)? ParseEnum(EnumDescriptor type, string text, out object? value)
    {
        var wanted = text.Trim().Replace(' ', '_');
        var prefix = EnumNames.Prefix(type);
        var found = type.Values.FirstOrDefault(v =>
            wanted.Equals(v.Name, StringComparison.OrdinalIgnoreCase) || (v.Name.Length > prefix.Length && wanted.Equals(v.Name[prefix.Length..], StringComparison.OrdinalIgnoreCase)));
        value = found is null ? null : System.Enum.ToObject(type.ClrType, found.Number);
        return found is null
            ? ("ENUM_VALUE", $"Allowed are {string.Join(", ", type.Values.Where(v => v.Number != 0).Select(v => EnumNames.Short(type, v.Number)))}.")
            : null;
    }

    private static (string Rule, string Description)? ParseMessage(FieldDescriptor field, string text, out object? value)
    {
        try
        {
            value = JsonParser.Default.Parse($"\"{text}\"", field.MessageType);
            return null;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            value = null;
            return field.MessageType.FullName == Timestamp.Descriptor.FullName
                ? ("TIME_SYNTAX", "A time looks like 2018-05-28T09:00:00Z.")
                : ("FILE_FIELD", $"A {field.MessageType.Name} cannot be read from this.");
        }
    }

    private static (string Rule, string Description)? ParseWhole(FieldDescriptor field, string text, out object? value)
    {
        value = null;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number != decimal.Truncate(number))
        {
            return ("NUMBER", "A whole number without separators is needed.");
        }

        try
        {
            value = field.FieldType switch
            {
                FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (int)number,
                FieldType.UInt32 or FieldType.Fixed32 => (uint)number,
                FieldType.UInt64 or FieldType.Fixed64 => (ulong)number,
                _ => (object)(long)number,
            };
            return null;
        }
        catch (OverflowException)
        {
            return ("NUMBER", "The number is out of range.");
        }
    }
}

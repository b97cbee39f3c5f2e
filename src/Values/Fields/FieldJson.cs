using System.Collections;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Values;

/// <summary>The value of a field by its path, such as `legs[0].period`, as proto JSON.</summary>
public static class FieldJson
{
    /// <summary>Empty when the path is empty or leads nowhere in this record.</summary>
    public static string Of(IMessage message, string path)
    {
        object? value = message;
        FieldDescriptor? field = null;
        var item = false;
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            field = (value as IMessage)?.Descriptor.FindFieldByName(bracket < 0 ? part : part[..bracket]);
            if (field is null)
            {
                return "";
            }

            value = field.Accessor.GetValue((IMessage)value!);
            item = bracket >= 0;
            if (item)
            {
                value = int.TryParse(part.AsSpan(bracket).Trim("[]"), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && value is IList list && index < list.Count ? list[index] : null;
            }
        }

        return field is null || value is null ? ""
            : field.IsRepeated && !item ? $"[{string.Join(", ", ((IEnumerable)value).Cast<object>().Select(v => One(field, v)))}]"
            : One(field, value);
    }

    /// <summary>One item of a list; empty when there is none.</summary>
    public static string OfItem(FieldDescriptor field, object? value) => value is null ? "" : One(field, value);

    private static string One(FieldDescriptor field, object value) => value switch
    {
        IMessage message => JsonFormatter.Default.Format(message),
        string text => JsonSerializer.Serialize(text, JsonOptions),
        bool flag => flag ? "true" : "false",
        long or ulong => $"\"{Convert.ToString(value, CultureInfo.InvariantCulture)}\"",
        ByteString bytes => $"\"{bytes.ToBase64()}\"",
        Enum => $"\"{field.EnumType.FindValueByNumber(Convert.ToInt32(value, CultureInfo.InvariantCulture))?.Name}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static readonly JsonSerializerOptions JsonOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

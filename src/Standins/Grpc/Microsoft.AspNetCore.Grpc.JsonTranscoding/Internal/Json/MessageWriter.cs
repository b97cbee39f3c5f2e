using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.Json;

/// <summary>Writes messages by the protobuf JSON mapping.</summary>
internal sealed class MessageWriter
{
    /// <summary>Letters of all scripts as they are; what could end a script in a page escaped.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    private readonly GrpcJsonSettings settings;
    private readonly WellKnownWriter wellKnown;

    public MessageWriter(GrpcJsonSettings settings, TypeRegistry types)
    {
        this.settings = settings;
        wellKnown = new WellKnownWriter(this, types);
        Options = new JsonWriterOptions { Encoder = Encoder, Indented = settings.WriteIndented, SkipValidation = true };
    }

    public JsonWriterOptions Options { get; }

    /// <exception cref="InvalidOperationException">A well-known message holds no valid value, or an Any a type not known.</exception>
    public void Write(Utf8JsonWriter json, IMessage message) => WriteMessage(json, message, MessagePlan.Of(message.Descriptor));

    /// <summary>Writes the value of one field, as the field's own would be written.</summary>
    public void WriteField(Utf8JsonWriter json, FieldPlan field, object? value)
    {
        if (value is null)
        {
            json.WriteNullValue();
        }
        else if (field.Field.IsMap)
        {
            WriteMap(json, field, (IDictionary)value);
        }
        else if (field.Field.IsRepeated)
        {
            json.WriteStartArray();
            foreach (var item in (IList)value)
            {
                WriteValue(json, field, item);
            }

            json.WriteEndArray();
        }
        else
        {
            WriteValue(json, field, value);
        }
    }

    public void WriteMessage(Utf8JsonWriter json, IMessage message, MessagePlan plan)
    {
        if (plan.Kind != WellKnown.None)
        {
            wellKnown.Write(json, message, plan.Kind);
            return;
        }

        json.WriteStartObject();
        WriteFields(json, message, plan);
        json.WriteEndObject();
    }

    public void WriteFields(Utf8JsonWriter json, IMessage message, MessagePlan plan)
    {
        foreach (var field in plan.Fields)
        {
            if (field.HasPresence && !field.Accessor.HasValue(message))
            {
                continue;
            }

            var value = field.Accessor.GetValue(message);
            if (!field.HasPresence && settings.IgnoreDefaultValues && IsDefault(field, value))
            {
                continue;
            }

            json.WritePropertyName(field.Name);
            WriteField(json, field, value);
        }
    }

    public static void WriteDouble(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void WriteMap(Utf8JsonWriter json, FieldPlan field, IDictionary map)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            json.WritePropertyName(entry.Key switch
            {
                string text => text,
                bool flag => flag ? "true" : "false",
                var number => Convert.ToString(number, CultureInfo.InvariantCulture)!,
            });
            WriteValue(json, field.Value, entry.Value!);
        }

        json.WriteEndObject();
    }

    private void WriteValue(Utf8JsonWriter json, FieldPlan field, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case ByteString bytes:
                json.WriteBase64StringValue(bytes.Span);
                break;
            case IMessage message:
                WriteMessage(json, message, field.Message);
                break;
            case double number:
                WriteDouble(json, number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case float number:
                json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case uint number:
                json.WriteNumberValue(number);
                break;
            case long number when settings.WriteInt64sAsStrings:
                json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case ulong number when settings.WriteInt64sAsStrings:
                json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            default:
                WriteInt32(json, field, (int)value);
                break;
        }
    }

    private void WriteInt32(Utf8JsonWriter json, FieldPlan field, int number)
    {
        if (field.Type != FieldType.Enum)
        {
            json.WriteNumberValue(number);
        }
        else if (field.TakesNull)
        {
            json.WriteNullValue();
        }
        else if (!settings.WriteEnumsAsIntegers && field.EnumNames.TryGetValue(number, out var name))
        {
            json.WriteStringValue(name);
        }
        else
        {
            json.WriteNumberValue(number);
        }
    }

    private static bool IsDefault(FieldPlan field, object value) => value switch
    {
        string text => text.Length == 0,
        ByteString bytes => bytes.IsEmpty,
        ICollection collection => collection.Count == 0,
        bool flag => !flag,
        long number => number == 0,
        ulong number => number == 0,
        uint number => number == 0,
        double number => number == 0,
        float number => number == 0,
        _ => field.Type is not (FieldType.Message or FieldType.Group) && (int)value == 0,
    };
}

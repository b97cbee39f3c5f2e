using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.Json;

/// <summary>Writes the messages of google.protobuf that have a JSON form of their own.</summary>
internal sealed class WellKnownWriter(MessageWriter messages, TypeRegistry types)
{
    private const int NanosPerSecond = 1_000_000_000;
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;
    private const long MostDurationSeconds = 315_576_000_000;

    public void Write(Utf8JsonWriter json, IMessage message, WellKnown kind)
    {
        switch (kind)
        {
            case WellKnown.Timestamp:
                json.WriteStringValue(Text((Timestamp)message));
                break;
            case WellKnown.Duration:
                json.WriteStringValue(Text((Duration)message));
                break;
            case WellKnown.FieldMask:
                json.WriteStringValue(string.Join(',', ((FieldMask)message).Paths.Select(CamelCase)));
                break;
            case WellKnown.Struct:
                WriteStruct(json, (Struct)message);
                break;
            case WellKnown.Value:
                WriteValue(json, (Value)message);
                break;
            case WellKnown.ListValue:
                WriteList(json, (ListValue)message);
                break;
            case WellKnown.Wrapper:
                var field = MessagePlan.Of(message.Descriptor).Fields[0];
                messages.WriteField(json, field, field.Accessor.GetValue(message));
                break;
            case WellKnown.Empty:
                json.WriteStartObject();
                json.WriteEndObject();
                break;
            default:
                WriteAny(json, (Any)message);
                break;
        }
    }

    private void WriteAny(Utf8JsonWriter json, Any any)
    {
        var type = types.Find(Any.GetTypeName(any.TypeUrl))
            ?? throw new InvalidOperationException($"An Any holds '{any.TypeUrl}', which is not among the types known.");
        var message = type.Parser.ParseFrom(any.Value);
        var plan = MessagePlan.Of(type);
        json.WriteStartObject();
        json.WriteString("@type"u8, any.TypeUrl);
        if (plan.Kind == WellKnown.None)
        {
            messages.WriteFields(json, message, plan);
        }
        else
        {
            json.WritePropertyName("value"u8);
            Write(json, message, plan.Kind);
        }

        json.WriteEndObject();
    }

    private static void WriteStruct(Utf8JsonWriter json, Struct value)
    {
        json.WriteStartObject();
        foreach (var (name, field) in value.Fields)
        {
            json.WritePropertyName(name);
            WriteValue(json, field);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, ListValue value)
    {
        json.WriteStartArray();
        foreach (var item in value.Values)
        {
            WriteValue(json, item);
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, Value value)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.NullValue:
                json.WriteNullValue();
                break;
            case Value.KindOneofCase.NumberValue:
                MessageWriter.WriteDouble(json, value.NumberValue);
                break;
            case Value.KindOneofCase.StringValue:
                json.WriteStringValue(value.StringValue);
                break;
            case Value.KindOneofCase.BoolValue:
                json.WriteBooleanValue(value.BoolValue);
                break;
            case Value.KindOneofCase.StructValue:
                WriteStruct(json, value.StructValue);
                break;
            case Value.KindOneofCase.ListValue:
                WriteList(json, value.ListValue);
                break;
            default:
                throw new InvalidOperationException("A google.protobuf.Value holds no value.");
        }
    }

    private static string Text(Timestamp time)
    {
        if (time.Seconds is < FirstSecond or > LastSecond || time.Nanos is < 0 or >= NanosPerSecond)
        {
            throw new InvalidOperationException($"A timestamp of {time.Seconds} seconds and {time.Nanos} nanoseconds is not valid.");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{DateTime.UnixEpoch.AddSeconds(time.Seconds):yyyy-MM-ddTHH:mm:ss}{Fraction(time.Nanos)}Z");
    }

    private static string Text(Duration duration)
    {
        var (seconds, nanos) = (duration.Seconds, duration.Nanos);
        if (seconds is < -MostDurationSeconds or > MostDurationSeconds || nanos is <= -NanosPerSecond or >= NanosPerSecond || Math.Sign(seconds) * Math.Sign(nanos) < 0)
        {
            throw new InvalidOperationException($"A duration of {seconds} seconds and {nanos} nanoseconds is not valid.");
        }

        var sign = seconds < 0 || nanos < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(seconds)}{Fraction(Math.Abs(nanos))}s");
    }

    // None, three, six or nine digits.
    private static string Fraction(int nanos) => nanos switch
    {
        0 => "",
        _ when nanos % 1_000_000 == 0 => string.Create(CultureInfo.InvariantCulture, $".{nanos / 1_000_000:D3}"),
        _ when nanos % 1000 == 0 => string.Create(CultureInfo.InvariantCulture, $".{nanos / 1000:D6}"),
        _ => string.Create(CultureInfo.InvariantCulture, $".{nanos:D9}"),
    };

    private static string CamelCase(string path)
    {
        var text = new System.Text.StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            var c = path[i];
            if (char.IsAsciiLetterUpper(c) || (c == '_' && (i + 1 == path.Length || !char.IsAsciiLetterLower(path[i + 1]))))
            {
                throw new InvalidOperationException($"The field mask path '{path}' has no JSON form.");
            }

            text.Append(c == '_' ? char.ToUpperInvariant(path[++i]) : c);
        }

        return text.ToString();
    }
}

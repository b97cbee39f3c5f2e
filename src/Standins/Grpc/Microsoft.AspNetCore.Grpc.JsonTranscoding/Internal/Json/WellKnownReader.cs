using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.Json;

/// <summary>Reads the messages of google.protobuf that have a JSON form of their own.</summary>
internal sealed class WellKnownReader(MessageReader messages, TypeRegistry types)
{
    public IMessage Read(ref Utf8JsonReader reader, MessagePlan plan)
    {
        switch (plan.Kind)
        {
            case WellKnown.Any:
                return ReadAny(ref reader);
            case WellKnown.Struct:
                return ReadStruct(ref reader);
            case WellKnown.ListValue:
                return ReadList(ref reader);
            case WellKnown.Value:
                return ReadValue(ref reader);
            case WellKnown.Wrapper:
                var message = plan.Create();
                plan.Fields[0].Accessor.SetValue(message, ScalarReader.Read(ref reader, plan.Fields[0].Field));
                return message;
            case WellKnown.Empty when reader.TokenType == JsonTokenType.StartObject:
                var empty = plan.Create();
                messages.ReadFields(ref reader, plan, empty, but: null);
                return empty;
            default:
                return reader.TokenType == JsonTokenType.String && plan.Kind != WellKnown.Empty
                    ? FromText(ScalarReader.Text(ref reader), plan.Type)
                    : throw new FormatException($"A {plan.Type.FullName} is expected.");
        }
    }

    private static IMessage FromText(string text, MessageDescriptor type)
    {
        try
        {
            return JsonParser.Default.Parse(JsonSerializer.Serialize(text), type);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new FormatException($"'{text}' is no {type.FullName}.", e);
        }
    }

    private Any ReadAny(ref Utf8JsonReader reader)
    {
        var url = TypeUrl(reader);
        var type = types.Find(Any.GetTypeName(url)) ?? throw new FormatException($"The type '{url}' is not known.");
        var plan = MessagePlan.Of(type);
        IMessage? message = null;
        if (plan.Kind == WellKnown.None)
        {
            message = plan.Create();
            messages.ReadFields(ref reader, plan, message, but: "@type");
        }
        else
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = ScalarReader.Text(ref reader);
                reader.Read();
                if (name == "value")
                {
                    message = messages.ReadMessage(ref reader, plan);
                }
                else if (name == "@type")
                {
                    reader.Skip();
                }
                else
                {
                    throw new FormatException($"An Any of {type.FullName} has '@type' and 'value', not '{name}'.");
                }
            }
        }

        return new Any { TypeUrl = url, Value = (message ?? throw new FormatException($"An Any of {type.FullName} needs a 'value'.")).ToByteString() };
    }

    // A copy of the reader looks ahead: the type may stand behind the fields.
    private static string TypeUrl(Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var isType = reader.ValueTextEquals("@type"u8);
                reader.Read();
                if (isType && reader.TokenType == JsonTokenType.String)
                {
                    return ScalarReader.Text(ref reader);
                }

                reader.Skip();
            }
        }

        throw new FormatException("An Any needs an '@type'.");
    }

    private static Struct ReadStruct(ref Utf8JsonReader reader)
    {
        var value = new Struct();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("An object is expected.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = ScalarReader.Text(ref reader);
            reader.Read();
            value.Fields[name] = ReadValue(ref reader);
        }

        return value;
    }

    private static ListValue ReadList(ref Utf8JsonReader reader)
    {
        var value = new ListValue();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException("A list is expected.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            value.Values.Add(ReadValue(ref reader));
        }

        return value;
    }

    private static Value ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => Value.ForNull(),
        JsonTokenType.True => Value.ForBool(true),
        JsonTokenType.False => Value.ForBool(false),
        JsonTokenType.String => Value.ForString(ScalarReader.Text(ref reader)),
        JsonTokenType.Number when double.IsFinite(reader.GetDouble()) => Value.ForNumber(reader.GetDouble()),
        JsonTokenType.StartObject => new Value { StructValue = ReadStruct(ref reader) },
        JsonTokenType.StartArray => new Value { ListValue = ReadList(ref reader) },
        _ => throw new FormatException("A number is too large."),
    };
}

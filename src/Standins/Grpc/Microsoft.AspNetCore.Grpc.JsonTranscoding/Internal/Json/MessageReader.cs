using System.Collections;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.Json;

/// <summary>Reads messages by the protobuf JSON mapping. The first fault ends it.</summary>
internal sealed class MessageReader
{
    /// <summary>How deep objects and lists may stand in each other.</summary>
    public const int MaxDepth = 100;

    private readonly WellKnownReader wellKnown;

    public MessageReader(TypeRegistry types) => wellKnown = new WellKnownReader(this, types);

    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="FormatException">It is not JSON of this type.</exception>
    public IMessage Read(ReadOnlySpan<byte> json, MessageDescriptor type)
    {
        var reader = Begin(json);
        var message = ReadMessage(ref reader, MessagePlan.Of(type));
        End(ref reader);
        return message;
    }

    /// <summary>A message with the one field whose value the text is.</summary>
    /// <inheritdoc cref="Read"/>
    public IMessage ReadField(ReadOnlySpan<byte> json, FieldDescriptor field)
    {
        var plan = MessagePlan.Of(field.ContainingType);
        var message = plan.Create();
        var reader = Begin(json);
        ReadField(ref reader, plan.Find(field.Name)!, message);
        End(ref reader);
        return message;
    }

    public IMessage ReadMessage(ref Utf8JsonReader reader, MessagePlan plan)
    {
        if (plan.Kind != WellKnown.None)
        {
            return wellKnown.Read(ref reader, plan);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException($"An object ({plan.Type.FullName}) is expected.");
        }

        var message = plan.Create();
        ReadFields(ref reader, plan, message, but: null);
        return message;
    }

    /// <param name="reader">Stands at the start of the object; afterwards at its end.</param>
    /// <param name="plan">The message's type.</param>
    /// <param name="message">What is filled.</param>
    /// <param name="but">A property that is no field.</param>
    public void ReadFields(ref Utf8JsonReader reader, MessagePlan plan, IMessage message, string? but)
    {
        List<OneofDescriptor>? seen = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = ScalarReader.Text(ref reader);
            reader.Read();
            if (name == but)
            {
                reader.Skip();
                continue;
            }

            var field = plan.Find(name) ?? throw new FormatException($"{plan.Type.FullName} has no field '{name}'.");
            if (field.Field.ContainingOneof is { } oneof)
            {
                if (seen?.Contains(oneof) == true)
                {
                    throw new FormatException($"Two values are given for '{oneof.Name}'.");
                }

                (seen ??= []).Add(oneof);
            }

            ReadField(ref reader, field, message);
        }
    }

    /// <summary>A single value of the field, whatever its label. Wrappers are the value they hold.</summary>
    public object ReadValue(ref Utf8JsonReader reader, FieldPlan field)
    {
        if (field.Type is not (FieldType.Message or FieldType.Group))
        {
            return ScalarReader.Read(ref reader, field.Field);
        }

        return field.Message.Kind == WellKnown.Wrapper
            ? ScalarReader.Read(ref reader, field.Message.Fields[0].Field)
            : ReadMessage(ref reader, field.Message);
    }

    private static Utf8JsonReader Begin(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        return reader;
    }

    // Reading on finds what stands behind the value.
    private static void End(ref Utf8JsonReader reader) => reader.Read();

    private void ReadField(ref Utf8JsonReader reader, FieldPlan field, IMessage message)
    {
        var descriptor = field.Field;
        if (reader.TokenType == JsonTokenType.Null && (descriptor.IsRepeated || !field.TakesNull))
        {
            field.Accessor.Clear(message);
        }
        else if (descriptor.IsMap)
        {
            ReadMap(ref reader, field, (IDictionary)field.Accessor.GetValue(message));
        }
        else if (descriptor.IsRepeated)
        {
            ReadList(ref reader, field, (IList)field.Accessor.GetValue(message));
        }
        else
        {
            field.Accessor.SetValue(message, ReadValue(ref reader, field));
        }
    }

    private void ReadList(ref Utf8JsonReader reader, FieldPlan field, IList list)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException($"A list is expected for '{field.Field.Name}'.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(ReadItem(ref reader, field, field));
        }
    }

    private void ReadMap(ref Utf8JsonReader reader, FieldPlan field, IDictionary map)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException($"An object is expected for '{field.Field.Name}'.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = ScalarText.Parse(field.Key.Field, ScalarReader.Text(ref reader));
            reader.Read();
            map[key] = ReadItem(ref reader, field.Value, field);
        }
    }

    private object ReadItem(ref Utf8JsonReader reader, FieldPlan item, FieldPlan owner) =>
        reader.TokenType == JsonTokenType.Null && !item.TakesNull
            ? throw new FormatException($"'{owner.Field.Name}' cannot hold null.")
            : ReadValue(ref reader, item);
}

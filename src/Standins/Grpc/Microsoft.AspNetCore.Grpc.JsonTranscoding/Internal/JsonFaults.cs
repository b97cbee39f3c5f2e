using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.Json;
using static Google.Rpc.BadRequest.Types;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>Finds out what is wrong with JSON that the reader refused, which stops at the first fault and names no path.</summary>
internal sealed class JsonFaults(MessageReader reader)
{
    private const int MostFaults = 50;

    private readonly List<FieldViolation> faults = [];

    /// <summary>Fields that are unknown or have a value of the wrong kind; empty when the fault is of another sort.</summary>
    /// <exception cref="JsonException">The text is not JSON at all.</exception>
    public IReadOnlyList<FieldViolation> Find(ReadOnlyMemory<byte> json, MessageDescriptor message)
    {
        using var document = Parse(json);
        Message(document.RootElement, message, "");
        return faults;
    }

    /// <summary>The same, for the value of one field.</summary>
    /// <inheritdoc cref="Find"/>
    public IReadOnlyList<FieldViolation> FindInField(ReadOnlyMemory<byte> json, FieldDescriptor field)
    {
        using var document = Parse(json);
        Field(document.RootElement, field, field is { FieldType: FieldType.Message, IsRepeated: false } ? "" : field.Name);
        return faults;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MessageReader.MaxDepth });

    private void Message(JsonElement element, MessageDescriptor message, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Add(path, $"An object ({message.FullName}) is expected here, not {Kind(element)}.");
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (faults.Count >= MostFaults)
            {
                return;
            }

            if (MessagePlan.Of(message).Find(property.Name)?.Field is not { } field)
            {
                Add(Join(path, property.Name), $"{message.FullName} has no such field.");
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                Field(property.Value, field, Join(path, field.Name));
            }
        }
    }

    private void Field(JsonElement element, FieldDescriptor field, string path)
    {
        if (field.IsMap)
        {
            Map(element, field, path);
        }
        else if (!field.IsRepeated)
        {
            Value(element, field, path, field, element.GetRawText());
        }
        else if (element.ValueKind != JsonValueKind.Array)
        {
            Add(path, $"A list is expected here, not {Kind(element)}.");
        }
        else
        {
            foreach (var (index, item) in element.EnumerateArray().Index())
            {
                Value(item, field, $"{path}[{index}]", field, $"[{item.GetRawText()}]");
            }
        }
    }

    private void Map(JsonElement element, FieldDescriptor field, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Add(path, $"An object is expected here, not {Kind(element)}.");
            return;
        }

        foreach (var entry in element.EnumerateObject())
        {
            var key = JsonSerializer.Serialize(entry.Name);
            Value(entry.Value, field.MessageType.FindFieldByNumber(2), $"{path}[{key}]", field, $"{{{key}:{entry.Value.GetRawText()}}}");
        }
    }

    // What the reader takes is the rule: it reads this one value, as the owner field's, in a message of its own.
    private void Value(JsonElement element, FieldDescriptor field, string path, FieldDescriptor owner, string ownerJson)
    {
        if (field.FieldType == FieldType.Message && field.MessageType.File.Package != "google.protobuf")
        {
            Message(element, field.MessageType, path);
            return;
        }

        try
        {
            reader.ReadField(Encoding.UTF8.GetBytes(ownerJson), owner);
        }
        catch (FormatException)
        {
            Add(path, $"{Excerpt(element)} is not {ScalarText.Expected(field)}.");
        }
    }

    private void Add(string path, string description)
    {
        if (faults.Count < MostFaults)
        {
            faults.Add(new FieldViolation { Field = path, Description = description });
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Excerpt(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length <= 100 ? text : text[..100] + "…";
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}

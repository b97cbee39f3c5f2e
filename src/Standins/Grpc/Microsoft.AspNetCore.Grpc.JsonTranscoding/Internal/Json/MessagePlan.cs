using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.Json;

/// <summary>Messages whose JSON is not an object of their fields.</summary>
internal enum WellKnown
{
    None,
    Any,
    Timestamp,
    Duration,
    FieldMask,
    Struct,
    Value,
    ListValue,
    Wrapper,

    /// <summary>An object without fields, which in an Any is a value all the same.</summary>
    Empty,
}

/// <summary>What JSON needs to know of a message type, found out once.</summary>
internal sealed class MessagePlan
{
    private static readonly ConcurrentDictionary<MessageDescriptor, MessagePlan> Known = new();

    private readonly FrozenDictionary<string, FieldPlan> byName;

    private MessagePlan(MessageDescriptor type)
    {
        Type = type;
        Kind = KindOf(type);
        Fields = [.. type.Fields.InFieldNumberOrder().Select(f => new FieldPlan(f))];
        var names = new Dictionary<string, FieldPlan>(StringComparer.Ordinal);
        foreach (var field in Fields)
        {
            names[field.Field.Name] = field;
        }

        foreach (var field in Fields)
        {
            names[field.Field.JsonName] = field;
        }

        byName = names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public MessageDescriptor Type { get; }

    public WellKnown Kind { get; }

    public FieldPlan[] Fields { get; }

    public static MessagePlan Of(MessageDescriptor type) => Known.GetOrAdd(type, static t => new MessagePlan(t));

    /// <summary>The field of this JSON or proto name, or null.</summary>
    public FieldPlan? Find(string name) => byName.GetValueOrDefault(name);

    public IMessage Create() => (IMessage)Activator.CreateInstance(Type.ClrType)!;

    private static WellKnown KindOf(MessageDescriptor type) => type.FullName switch
    {
        "google.protobuf.Any" => WellKnown.Any,
        "google.protobuf.Timestamp" => WellKnown.Timestamp,
        "google.protobuf.Duration" => WellKnown.Duration,
        "google.protobuf.FieldMask" => WellKnown.FieldMask,
        "google.protobuf.Struct" => WellKnown.Struct,
        "google.protobuf.Value" => WellKnown.Value,
        "google.protobuf.ListValue" => WellKnown.ListValue,
        "google.protobuf.Empty" => WellKnown.Empty,
        _ => type.File == WrappersReflection.Descriptor ? WellKnown.Wrapper : WellKnown.None,
    };
}

/// <summary>What JSON needs to know of a field.</summary>
internal sealed class FieldPlan
{
    private MessagePlan? message;
    private FieldPlan? key;
    private FieldPlan? value;
    private FrozenDictionary<int, JsonEncodedText>? enumNames;

    public FieldPlan(FieldDescriptor field)
    {
        Field = field;
        Accessor = field.Accessor;
        Type = field.FieldType;
        Name = JsonEncodedText.Encode(field.JsonName, MessageWriter.Encoder);
        HasPresence = field.HasPresence;
    }

    public FieldDescriptor Field { get; }

    public IFieldAccessor Accessor { get; }

    public FieldType Type { get; }

    public JsonEncodedText Name { get; }

    public bool HasPresence { get; }

    /// <summary>Plan of the field's message type; the field has one.</summary>
    public MessagePlan Message => message ??= MessagePlan.Of(Field.MessageType);

    /// <summary>The key of a map's entries.</summary>
    public FieldPlan Key => key ??= new FieldPlan(Field.MessageType.FindFieldByNumber(1));

    /// <summary>The value of a map's entries.</summary>
    public FieldPlan Value => value ??= new FieldPlan(Field.MessageType.FindFieldByNumber(2));

    /// <summary>Whether null is a value of the field.</summary>
    public bool TakesNull => Type == FieldType.Enum
        ? Field.EnumType.FullName == "google.protobuf.NullValue"
        : Type == FieldType.Message && Message.Kind == WellKnown.Value;

    /// <summary>The names of an enum's numbers; of several, the first.</summary>
    public FrozenDictionary<int, JsonEncodedText> EnumNames => enumNames ??= Field.EnumType.Values
        .DistinctBy(v => v.Number)
        .ToFrozenDictionary(v => v.Number, v => JsonEncodedText.Encode(v.Name));
}

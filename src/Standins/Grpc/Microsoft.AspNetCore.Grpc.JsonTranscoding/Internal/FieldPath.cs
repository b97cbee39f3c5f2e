using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.Json;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>A field of a message or of a message inside it, by names such as <c>agreement.name</c>.</summary>
internal sealed class FieldPath
{
    private readonly FieldDescriptor[] fields;

    private FieldPath(FieldDescriptor[] fields)
    {
        this.fields = fields;
        Name = string.Join('.', fields.Select(f => f.Name));
    }

    /// <summary>The path in the names of the proto file.</summary>
    public string Name { get; }

    public FieldDescriptor Field => fields[^1];

    /// <summary>Finds a field by proto or JSON names; <c>null</c> when there is none or a repeated field stands on the way.</summary>
    public static FieldPath? Find(MessageDescriptor message, string path)
    {
        var names = path.Split('.');
        var found = new FieldDescriptor[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (MessagePlan.Of(message).Find(names[i])?.Field is not { } field)
            {
                return null;
            }

            found[i] = field;
            if (i < names.Length - 1)
            {
                if (field.IsRepeated || field.FieldType != FieldType.Message)
                {
                    return null;
                }

                message = field.MessageType;
            }
        }

        return new FieldPath(found);
    }

    /// <summary>Sets the field, creating the messages on the way.</summary>
    public void Set(IMessage message, object value) => Field.Accessor.SetValue(Owner(message), value);

    /// <summary>Adds to the repeated field.</summary>
    public void Add(IMessage message, object value) => ((IList)Field.Accessor.GetValue(Owner(message))).Add(value);

    private IMessage Owner(IMessage message)
    {
        foreach (var field in fields.AsSpan(0, fields.Length - 1))
        {
            if (field.Accessor.GetValue(message) is not IMessage inner)
            {
                inner = field.MessageType.Parser.ParseFrom(ByteString.Empty);
                field.Accessor.SetValue(message, inner);
            }

            message = inner;
        }

        return message;
    }
}

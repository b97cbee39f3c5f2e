using System.Collections.Concurrent;
using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>The fields of message types by both of their names, that of JSON and that of the proto file.</summary>
internal static class FieldNames
{
    private static readonly ConcurrentDictionary<MessageDescriptor, FrozenDictionary<string, FieldDescriptor>> Known = new();

    public static FieldDescriptor? Find(MessageDescriptor message, string name) =>
        Known.GetOrAdd(message, Index).GetValueOrDefault(name);

    private static FrozenDictionary<string, FieldDescriptor> Index(MessageDescriptor message)
    {
        var names = new Dictionary<string, FieldDescriptor>();
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            names[field.Name] = field;
        }

        foreach (var field in message.Fields.InDeclarationOrder())
        {
            names[field.JsonName] = field;
        }

        return names.ToFrozenDictionary();
    }
}

using System.Collections;
using System.Collections.Concurrent;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Values;

/// <summary>One of our messages found in another, with its path from there.</summary>
internal readonly record struct FoundValue(string Path, IMessage Value)
{
    /// <summary>The path of one of its fields.</summary>
    public string Below(string field) => field.Length == 0 ? Path : Path.Length == 0 ? field : $"{Path}.{field}";
}

/// <summary>Finds values anywhere in a message by its descriptors.</summary>
internal static class ValueWalk
{
    private sealed record Step(FieldDescriptor Field, bool Personal);

    private static readonly ConcurrentDictionary<MessageDescriptor, Step[]> StepsByType = new();

    /// <summary>All messages of the egov packages, the message itself first, each before those inside it, in field order.</summary>
    /// <param name="message">Where to look.</param>
    /// <param name="personal">Whether to enter fields that hold personal data. What is found there must not be stored in the clear.</param>
    public static IEnumerable<FoundValue> Of(IMessage message, bool personal = true) => Walk(message, "", personal);

    private static IEnumerable<FoundValue> Walk(IMessage message, string path, bool personal)
    {
        yield return new FoundValue(path, message);
        foreach (var step in StepsByType.GetOrAdd(message.Descriptor, Steps))
        {
            if (step.Personal && !personal)
            {
                continue;
            }

            var name = path.Length == 0 ? step.Field.Name : $"{path}.{step.Field.Name}";
            foreach (var (key, child) in Children(step.Field, step.Field.Accessor.GetValue(message)))
            {
                foreach (var found in Walk(child, name + key, personal))
                {
                    yield return found;
                }
            }
        }
    }

    private static IEnumerable<(string Key, IMessage Child)> Children(FieldDescriptor field, object? value)
    {
        if (field.IsMap)
        {
            foreach (DictionaryEntry entry in (IDictionary)value!)
            {
                yield return ($"[{entry.Key}]", (IMessage)entry.Value!);
            }
        }
        else if (field.IsRepeated)
        {
            var i = 0;
            foreach (IMessage child in (IList)value!)
            {
                yield return ($"[{i++}]", child);
            }
        }
        else if (value is IMessage child)
        {
            yield return ("", child);
        }
    }

    private static Step[] Steps(MessageDescriptor type) =>
    [
        .. type.Fields.InFieldNumberOrder()
            .Where(field => Target(field) is { } target && IsOurs(target))
            .Select(field => new Step(field, IsPersonal(field))),
    ];

    /// <summary>Whether the field is marked as personal data.</summary>
    public static bool IsPersonal(FieldDescriptor field) => field.GetOptions()?.GetExtension(PolicyExtensions.Personal) ?? false;

    private static MessageDescriptor? Target(FieldDescriptor field)
    {
        var inner = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        return inner.FieldType == FieldType.Message ? inner.MessageType : null;
    }

    private static bool IsOurs(MessageDescriptor type) => type.File.Package.StartsWith("egov.", StringComparison.Ordinal);
}

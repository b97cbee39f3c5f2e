using System.Collections;
using System.Collections.Concurrent;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Values;

/// <summary>One of our messages found in another, with its path from there.</summary>
/// <param name="Path">Path in proto names, such as <c>legs[0].period</c>; empty for the message itself.</param>
/// <param name="Value">The message found.</param>
public readonly record struct FoundValue(string Path, IMessage Value)
{
    /// <summary>The path of one of its fields.</summary>
    public string Below(string field) => field.Length == 0 ? Path : Path.Length == 0 ? field : $"{Path}.{field}";
}

/// <summary>Finds values anywhere in a message by its descriptors.</summary>
public static class ValueWalk
{
    private sealed record Step(FieldDescriptor Field, bool Personal);

    private static readonly ConcurrentDictionary<MessageDescriptor, Step[]> StepsByType = new();

    // Reading options copies them.
    private static readonly ConcurrentDictionary<FieldDescriptor, bool> PersonalFields = new();

    /// <summary>All messages of the egov packages, the message itself first, each before those inside it, in field order.</summary>
    /// <param name="message">Where to look.</param>
    /// <param name="personal">Whether to enter fields that hold personal data. What is found there must not be stored in the clear.</param>
    public static IReadOnlyList<FoundValue> Of(IMessage message, bool personal = true)
    {
        ArgumentNullException.ThrowIfNull(message);
        var found = new List<FoundValue>();
        Walk(message, "", personal, found);
        return found;
    }

    private static void Walk(IMessage message, string path, bool personal, List<FoundValue> found)
    {
        found.Add(new FoundValue(path, message));
        foreach (var (field, isPersonal) in StepsByType.GetOrAdd(message.Descriptor, Steps))
        {
            if (isPersonal && !personal || field.Accessor.GetValue(message) is not { } value)
            {
                continue;
            }

            if (value is IMessage child)
            {
                Walk(child, Join(path, field.Name), personal, found);
            }
            else if (value is IDictionary map)
            {
                foreach (DictionaryEntry entry in map)
                {
                    Walk((IMessage)entry.Value!, $"{Join(path, field.Name)}[{entry.Key}]", personal, found);
                }
            }
            else if (value is IList { Count: > 0 } list)
            {
                var name = Join(path, field.Name);
                for (var i = 0; i < list.Count; i++)
                {
                    Walk((IMessage)list[i]!, $"{name}[{i}]", personal, found);
                }
            }
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static Step[] Steps(MessageDescriptor type) =>
    [
        .. type.Fields.InFieldNumberOrder()
            .Where(field => Target(field) is { } target && IsOurs(target))
            .Select(field => new Step(field, IsPersonal(field))),
    ];

    /// <summary>Whether the field is marked as personal data.</summary>
    internal static bool IsPersonal(FieldDescriptor field) =>
        PersonalFields.GetOrAdd(field, asked => asked.GetOptions()?.GetExtension(PolicyExtensions.Personal) ?? false);

    private static MessageDescriptor? Target(FieldDescriptor field)
    {
        var inner = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        return inner.FieldType == FieldType.Message ? inner.MessageType : null;
    }

    private static bool IsOurs(MessageDescriptor type) => type.File.Package.StartsWith("egov.", StringComparison.Ordinal);
}

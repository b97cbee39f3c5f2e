using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Values;

/// <summary>Kinds are open lists: whoever says OTHER gives the word as printed, wherever a field <c>X</c> has a neighbor <c>X_as_printed</c>.</summary>
internal static class OpenLists
{
    private sealed record Pair(FieldDescriptor Kind, FieldDescriptor Word, int Other);

    private static readonly ConcurrentDictionary<MessageDescriptor, Pair[]> PairsByType = new();

    public static IEnumerable<FieldViolation> Validate(IMessage message)
    {
        foreach (var (kind, word, other) in PairsByType.GetOrAdd(message.Descriptor, Pairs))
        {
            if ((int)kind.Accessor.GetValue(message) == other && ((string)word.Accessor.GetValue(message)).Length == 0)
            {
                yield return new FieldViolation(word.Name, "OTHER_WORD_REQUIRED", $"'{kind.Name}' is OTHER, so '{word.Name}' gives the word as printed.");
            }
        }
    }

    private static Pair[] Pairs(MessageDescriptor type) =>
    [
        .. from kind in type.Fields.InFieldNumberOrder()
           where kind.FieldType == FieldType.Enum && !kind.IsRepeated
           let word = type.FindFieldByName(kind.Name + "_as_printed")
           let other = kind.EnumType.Values.FirstOrDefault(value => value.Name.EndsWith("_OTHER", StringComparison.Ordinal))
           where word is { FieldType: FieldType.String, IsRepeated: false } && other is not null
           select new Pair(kind, word, other.Number),
    ];
}

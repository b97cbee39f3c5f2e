using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Values;

/// <summary>Where a path such as <c>legs[0].period</c> leads in a message.</summary>
/// <param name="Parent">The message type that has the field.</param>
/// <param name="Field">The field.</param>
/// <param name="IsItem">Whether one item of a list is meant.</param>
/// <param name="IsPersonal">Whether it lies in personal data.</param>
/// <param name="Value">The value there; null when not set.</param>
public sealed partial record FieldPath(MessageDescriptor Parent, FieldDescriptor Field, bool IsItem, bool IsPersonal, object? Value)
{
    /// <summary>Follows a path of proto names from the root.</summary>
    /// <param name="root">Where to start.</param>
    /// <param name="path">The path; items of lists by index from 0.</param>
    /// <param name="found">Where it leads.</param>
    /// <param name="error">Otherwise what is wrong, in one sentence.</param>
    public static bool TryFollow(IMessage root, string path, [NotNullWhen(true)] out FieldPath? found, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(path);
        found = null;
        var type = root.Descriptor;
        object? at = root;
        foreach (var segment in path.Split('.'))
        {
            error = Step(segment, path, found, ref type, ref at, out found);
            if (error is not null)
            {
                found = null;
                return false;
            }
        }

        error = null;
        return found is not null;
    }

    private static string? Step(string segment, string path, FieldPath? before, ref MessageDescriptor? type, ref object? at, out FieldPath? found)
    {
        found = null;
        var match = Segment().Match(segment);
        if (!match.Success)
        {
            return $"'{path}' is not a field path such as attendance or legs[0].period.";
        }

        if (type is null)
        {
            return $"'{path}': '{before!.Field.Name}' has no fields of its own" + (before.Field.IsRepeated ? "; name an item, such as [0]." : ".");
        }

        var field = type.FindFieldByName(match.Groups["name"].Value);
        if (field is null)
        {
            return $"'{path}': {type.Name} has no field '{segment}'.";
        }

        var parent = type;
        var value = at is IMessage message ? field.Accessor.GetValue(message) : null;
        var item = match.Groups["index"].Success;
        if (item)
        {
            if (!field.IsRepeated || field.IsMap)
            {
                return $"'{path}': '{field.Name}' is not a list.";
            }

            var list = value as IList;
            if (!int.TryParse(match.Groups["index"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= (list?.Count ?? 0))
            {
                return $"'{path}': '{field.Name}' has {list?.Count ?? 0} items.";
            }

            value = list![index];
        }

        type = field.FieldType == FieldType.Message && (item || !field.IsRepeated) ? field.MessageType : null;
        at = value;
        found = new FieldPath(parent, field, item, before is { IsPersonal: true } || ValueWalk.IsPersonal(field), value);
        return null;
    }

    [GeneratedRegex("^(?<name>[a-z][a-z0-9_]*)(\\[(?<index>[0-9]{1,6})\\])?\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Segment();
}

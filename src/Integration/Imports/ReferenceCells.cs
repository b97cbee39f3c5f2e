using System.Globalization;
using EGovPlatform.IntegrationService.Layouts;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>A field of a record that names another record.</summary>
/// <param name="Field">Path with indexes.</param>
/// <param name="Type">Type it names; `*` for any.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="Set">Puts a name in its place; null takes it out.</param>
internal sealed record ReferenceCell(string Field, string Type, string Text, Action<string?> Set);

/// <summary>Finds every reference that a file can hold, at any depth.</summary>
internal static class ReferenceCells
{
    public static List<ReferenceCell> Of(IMessage record)
    {
        var found = new List<ReferenceCell>();
        Walk(record, "", found);
        return found;
    }

    private static void Walk(IMessage message, string prefix, List<ReferenceCell> found)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(Fields.Fillable))
        {
            var value = field.Accessor.GetValue(message);
            var path = prefix + field.Name;
            if (!Fields.IsLeaf(field))
            {
                foreach (var (i, inner) in (field.IsRepeated ? ((System.Collections.IList)value).Cast<IMessage>() : value is IMessage one ? [one] : []).Index())
                {
                    Walk(inner, field.IsRepeated ? string.Create(CultureInfo.InvariantCulture, $"{path}[{i}].") : path + ".", found);
                }
            }
            else if (Fields.ReferenceType(field) is { } type)
            {
                Add(message, field, value, path, type, found);
            }
        }
    }

    private static void Add(IMessage message, FieldDescriptor field, object value, string path, string type, List<ReferenceCell> found)
    {
        if (field.IsRepeated)
        {
            var list = (System.Collections.IList)value;
            foreach (var (i, text) in list.Cast<string>().ToList().Index())
            {
                found.Add(new ReferenceCell(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), type, text, name =>
                {
                    if (name is null)
                    {
                        list.Remove(text);
                    }
                    else
                    {
                        list[i] = name;
                    }
                }));
            }
        }
        else if (value is string { Length: > 0 } text)
        {
            found.Add(new ReferenceCell(path, type, text, name => field.Accessor.SetValue(message, name ?? "")));
        }
    }
}

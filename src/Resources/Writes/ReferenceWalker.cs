using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Resources;

/// <summary>A field of a record that names another record.</summary>
/// <param name="Field">Path with indexes: <c>legs[0].country</c>.</param>
/// <param name="Target">The name in it.</param>
/// <param name="Type">The type the field is meant for; `*` for any.</param>
public sealed record ReferenceUse(string Field, string Target, string Type);

/// <summary>Finds every field annotated with google.api.resource_reference, at any depth.</summary>
public static class ReferenceWalker
{
    public static List<ReferenceUse> Find(IMessage message)
    {
        var found = new List<ReferenceUse>();
        Walk(message, "", found);
        return found;
    }

    private static void Walk(IMessage message, string prefix, List<ReferenceUse> found)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType is not (FieldType.String or FieldType.Message) || field.IsMap)
            {
                continue;
            }

            var type = field.FieldType == FieldType.String ? field.GetOptions()?.GetExtension(ResourceExtensions.ResourceReference)?.Type : null;
            if (field.FieldType == FieldType.String && string.IsNullOrEmpty(type))
            {
                continue;
            }

            var value = field.Accessor.GetValue(message);
            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)value;
                for (var i = 0; i < list.Count; i++)
                {
                    Visit(list[i], string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{field.Name}[{i}]"), type, found);
                }
            }
            else
            {
                Visit(value, prefix + field.Name, type, found);
            }
        }
    }

    private static void Visit(object? value, string path, string? type, List<ReferenceUse> found)
    {
        if (value is IMessage inner)
        {
            Walk(inner, path + ".", found);
        }
        else if (value is string { Length: > 0 } target)
        {
            found.Add(new ReferenceUse(path, target, type!));
        }
    }
}

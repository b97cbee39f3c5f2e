using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Common.V1;
using EGovPlatform.IntegrationService.Files;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>Names of the records of a file. One without a name gets one from its title and date, the same each time.</summary>
internal static class RecordNames
{
    private const int MaxSlug = 40;
    private static readonly string[] Titles = ["title", "title_as_printed", "subject", "commitment", "note"];

    /// <summary>The name a row writes to, and what is wrong with the one it gives.</summary>
    public static (string Name, (string Rule, string Description)? Problem) Of(FileRow row)
    {
        if (row.Type is null || row.Record is null)
        {
            return (row.Name, null);
        }

        var pattern = ResourceCatalog.Of(row.Type).Pattern;
        if (pattern.Matches(row.Name) || IsIdentifier(row.Name))
        {
            return (IsIdentifier(row.Name) ? pattern.Compose(row.Parent, Made(row, Identifier(row.Name))) : row.Name, null);
        }

        if (pattern.IsNested && row.Parent.Length == 0)
        {
            return (row.Name, ("RESOURCE_NAME", $"A name like {pattern.Text} is needed, or `parent`."));
        }

        var id = row.Name.Length > 0 ? row.Name : Made(row, Title(row.Record));
        return pattern.Matches(pattern.Compose(row.Parent, id))
            ? (pattern.Compose(row.Parent, id), null)
            : (row.Name, ("RESOURCE_NAME", NamePattern.IdProblem(id) ?? $"'{row.Name}' is not a name like {pattern.Text}."));
    }

    /// <summary>Whether it is an identifier of another system: <c>~scheme~value</c>, alone or below a collection.</summary>
    public static bool IsIdentifier(string name) => name.Split('/')[^1] is ['~', .. var rest] && rest.IndexOf('~', StringComparison.Ordinal) is > 0 and var cut && cut < rest.Length - 1;

    /// <summary>An identifier in the collection of a name: <c>organizations/~scheme~value</c>.</summary>
    public static string Beside(string name, string identifier) => name[..(name.LastIndexOf('/') + 1)] + identifier.Split('/')[^1];

    /// <summary>Scheme and value of an identifier.</summary>
    public static ExternalIdentifier Parse(string name)
    {
        var parts = name.Split('/')[^1][1..].Split('~', 2);
        return new ExternalIdentifier { Scheme = Uri.UnescapeDataString(parts[0]), Value = Uri.UnescapeDataString(parts[1]) };
    }

    /// <summary>What the record is called, each spelling once.</summary>
    public static IEnumerable<string> Called(IMessage record) => record.Descriptor.Fields.InDeclarationOrder()
        .Where(f => f.IsRepeated && f.MessageTypeOrNull() == Name.Descriptor)
        .SelectMany(f => ((System.Collections.IList)f.Accessor.GetValue(record)).Cast<Name>().Select(n => n.Text))
        .Append(Title(record))
        .Where(t => NameKey.Of(t).Length > 0)
        .Distinct(StringComparer.Ordinal);

    private static string Identifier(string name) => Parse(name) is var id ? $"{id.Scheme} {id.Value}" : name;

    private static string Made(FileRow row, string title)
    {
        var date = row.Type!.Fields.InDeclarationOrder().Where(f => !f.IsRepeated && f.MessageTypeOrNull() == DateValue.Descriptor)
            .Select(f => (f.Accessor.GetValue(row.Record) as DateValue)?.Edtf).FirstOrDefault(d => d is { Length: > 0 }) ?? "";
        var key = NameKey.Of(title);
        var material = key.Length > 0 ? Encoding.UTF8.GetBytes(string.Join('\n', row.Type.FullName, row.Parent, key, date)) : row.Record!.ToByteArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(material))[..10];
        var slug = string.Join('-', key.Split(' ').Select(w => string.Concat(w.Where(char.IsAsciiLetterOrDigit))).Where(w => w.Length > 0));
        slug = slug.Length > MaxSlug ? slug[..MaxSlug].TrimEnd('-') : slug;
        return slug.Length > 0 ? $"{slug}-{hash}" : $"r-{hash}";
    }

    private static string Title(IMessage record)
    {
        var fields = record.Descriptor.Fields.InDeclarationOrder();
        var name = fields.Where(f => f.IsRepeated && f.MessageTypeOrNull() == Name.Descriptor)
            .SelectMany(f => ((System.Collections.IList)f.Accessor.GetValue(record)).Cast<Name>()).FirstOrDefault();
        return name?.Text
            ?? Titles.Select(t => record.Descriptor.FindFieldByName(t)).Where(f => f is { FieldType: Google.Protobuf.Reflection.FieldType.String, IsRepeated: false })
                .Select(f => (string)f!.Accessor.GetValue(record)).FirstOrDefault(t => t.Length > 0)
            ?? "";
    }

    private static Google.Protobuf.Reflection.MessageDescriptor? MessageTypeOrNull(this Google.Protobuf.Reflection.FieldDescriptor field) =>
        field.FieldType == Google.Protobuf.Reflection.FieldType.Message ? field.MessageType : null;
}

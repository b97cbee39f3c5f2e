using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace EGovPlatform.IntegrationService.Layouts;

/// <summary>A column of a file: the field its cells fill, and on the way the lists whose items it reaches into.</summary>
public sealed partial class ColumnPath
{
    private ColumnPath(IReadOnlyList<FieldDescriptor> fields, int[] indexes)
    {
        Fields = fields;
        Indexes = indexes;
    }

    /// <summary>Fields from the record to the cell.</summary>
    public IReadOnlyList<FieldDescriptor> Fields { get; }

    /// <summary>Items named in the path itself, from 0, one per list on the way.</summary>
    public int[] Indexes { get; }

    /// <summary>The field that the cell fills; a list of parts for the path of a sheet.</summary>
    public FieldDescriptor Field => Fields[^1];

    /// <summary>What a correction by this column replaces: the field itself, or the outermost list on the way.</summary>
    public string Root
    {
        get
        {
            var list = Fields.TakeWhile(f => !(f.IsRepeated && !Layouts.Fields.IsLeaf(f))).Count();
            return string.Join('.', Fields.Take(Math.Min(list + 1, Fields.Count)).Select(f => f.Name));
        }
    }

    /// <summary>Reads a path such as <c>date.edtf</c> or <c>names[0].text</c>.</summary>
    /// <param name="type">The record.</param>
    /// <param name="text">The path.</param>
    /// <param name="sheet">Whether the path is that of a list whose items are rows of a sheet, or goes on from one: lists need no index then.</param>
    /// <param name="path">The path, when it is one.</param>
    /// <returns>The rule it breaks and what is wrong; null when it is a path.</returns>
    public static (string Rule, string Description)? Read(MessageDescriptor type, string text, bool sheet, out ColumnPath path)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(text);
        path = null!;
        var fields = new List<FieldDescriptor>();
        var indexes = new List<int>();
        MessageDescriptor? at = type;
        foreach (var segment in text.Split('.'))
        {
            var match = Segment().Match(segment);
            if (!match.Success || at?.FindFieldByName(match.Groups["name"].Value) is not { } field)
            {
                return ("UNKNOWN_COLUMN", $"'{text}' is not a field of {type.Name}.");
            }

            if (Layouts.Fields.IsPersonal(field))
            {
                return ("PERSONAL_FIELD", $"'{text}' holds personal data, which enters only through the service that owns it.");
            }

            if (!Layouts.Fields.Fillable(field))
            {
                return ("OUTPUT_ONLY", $"'{text}' is set by the platform.");
            }

            var isList = field.IsRepeated && !Layouts.Fields.IsLeaf(field);
            if (match.Groups["index"].Success != (isList && !sheet))
            {
                return ("COLUMN_INDEX", isList ? $"'{field.Name}' is a list: name an item, as in {field.Name}[0]." : $"'{field.Name}' takes no item number here.");
            }

            if (match.Groups["index"].Success)
            {
                indexes.Add(int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture));
            }

            fields.Add(field);
            at = Layouts.Fields.IsLeaf(field) ? null : field.MessageType;
        }

        path = new ColumnPath(fields, [.. indexes]);
        return at is null || sheet ? null : ("UNKNOWN_COLUMN", $"'{text}' is not a value; name a field inside it.");
    }

    [GeneratedRegex(@"^(?<name>[a-z][a-z0-9_]*)(\[(?<index>[0-9]{1,5})\])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Segment();
}

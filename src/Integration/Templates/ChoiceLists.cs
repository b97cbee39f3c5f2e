using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using EGovPlatform.IntegrationService.Files;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.Resources;
using Google.Protobuf.Reflection;

namespace EGovPlatform.IntegrationService.Templates;

/// <summary>The hidden sheet: what the sheets stand for, and the values that cells choose from.</summary>
internal sealed class ChoiceLists
{
    // Two columns say what each sheet is.
    private const int FirstColumn = 3;

    private static readonly Lazy<IReadOnlyList<string>> Codes = new(ReadCodes);

    private readonly List<(string Title, IReadOnlyList<string> Values)> lists = [];

    /// <summary>Range of the values a field takes; null when it takes any.</summary>
    public string? For(FieldDescriptor field) =>
        field.IsRepeated ? null
        : field.FieldType == FieldType.Enum ? Range(field.EnumType.Name, () => [.. field.EnumType.Values.Where(v => v.Number != 0).Select(v => EnumNames.Short(field.EnumType, v.Number))])
        : field.FieldType == FieldType.Bool ? Range("yes or no", () => ["TRUE", "FALSE"])
        : Fields.ReferenceType(field) == "egov/Country" ? Range("countries", () => Codes.Value)
        : null;

    public void Write(WorksheetPart part, IReadOnlyList<(string Sheet, string Path)> sheets)
    {
        using var writer = new SheetWriter(part);
        writer.Header(["sheet", "path", "", .. lists.Select(l => l.Title)]);
        for (var i = 0; i < Math.Max(sheets.Count, lists.Select(l => l.Values.Count).DefaultIfEmpty().Max()); i++)
        {
            writer.Texts([
                i < sheets.Count ? sheets[i].Sheet : "", i < sheets.Count ? sheets[i].Path : "", "",
                .. lists.Select(l => i < l.Values.Count ? l.Values[i] : ""),
            ]);
        }
    }

    private string Range(string title, Func<IReadOnlyList<string>> values)
    {
        var index = lists.FindIndex(l => l.Title == title);
        if (index < 0)
        {
            index = lists.Count;
            lists.Add((title, values()));
        }

        var letters = SheetRows.Letters(FirstColumn + index);
        return string.Create(CultureInfo.InvariantCulture, $"{WorkbookForm.Lists}!${letters}$2:${letters}${lists[index].Values.Count + 1}");
    }

    private static List<string> ReadCodes()
    {
        using var reader = new StreamReader(typeof(ChoiceLists).Assembly.GetManifestResourceStream("countries.csv")!);
        var codes = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            codes.Add(line[..2]);
        }

        return [.. codes.Skip(1).Order(StringComparer.Ordinal)];
    }
}

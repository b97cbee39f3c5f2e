using System.Xml;
using EGovPlatform.Common.V1;
using EGovPlatform.Iati.Codelists;
using EGovPlatform.Iati.Model;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Narratives of names and sentences.</summary>
internal static class Texts
{
    /// <summary>Language of the texts we write ourselves, and of an activity.</summary>
    public const string Language = "en";

    /// <summary>The best name in each language; with former ones wanted, those first.</summary>
    public static List<Narrative> Names(IEnumerable<Name> names, bool former = false) =>
    [
        .. names.Where(n => n.Text.Trim().Length > 0)
            .GroupBy(n => Code(n.LanguageCode) ?? Language, StringComparer.Ordinal)
            .Select(g => (Language: g.Key, Name: g.OrderBy(n => Rank(n.Kind, former)).First()))
            .OrderBy(n => n.Language == Language ? 0 : 1).ThenBy(n => n.Language, StringComparer.Ordinal)
            .Select(n => new Narrative { Language = n.Language, Text = Clean(n.Name.Text) }),
    ];

    /// <summary>A block with one English text; null when there is none.</summary>
    public static TextBlock? Block(string? type, string text) =>
        Clean(text) is { Length: > 0 } clean ? new() { Type = type, Narratives = [new() { Language = Language, Text = clean }] } : null;

    /// <summary>Notes of an element.</summary>
    public static List<Narrative> Note(string text) => text.Length == 0 ? [] : [new() { Language = Language, Text = Clean(text) }];

    /// <summary>The code of the standard's language list; null when the language is not on it.</summary>
    public static string? Code(string languageCode)
    {
        var primary = languageCode.Split('-')[0].ToLowerInvariant();
        return Codelist.Of("Language").Has(primary) ? primary : null;
    }

    // What XML cannot hold is left out rather than failing the whole file.
    private static string Clean(string text) => new([.. text.Trim().Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))]);

    private static int Rank(NameKind kind, bool former) => kind switch
    {
        NameKind.Former => former ? -1 : 6,
        NameKind.Official => 0,
        NameKind.AsPrinted => 2,
        NameKind.Short => 3,
        NameKind.Alias => 4,
        NameKind.Abbreviation => 7,
        _ => 1,
    };
}

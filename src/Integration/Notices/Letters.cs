using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using EGovPlatform.Integration.V1;
using MimeKit;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>
/// Mails in words. The words stand in Texts/LANGUAGE.txt: sections that begin with `## key`, with `{place}` for what is put in. The HTML part says the
/// same as the text, so nothing is in one that the other lacks.
/// </summary>
internal static partial class Letters
{
    private const string Prefix = "notices.";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Texts = typeof(Letters).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(n => n.Split('.')[1], Load, StringComparer.Ordinal);

    /// <summary>Languages there are words in.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. Texts.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Keys of a language's words: all languages have the same.</summary>
    public static IReadOnlyList<string> Keys(string language) => [.. Texts[language].Keys.Order(StringComparer.Ordinal)];

    /// <summary>The subject and the text of a mail.</summary>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    /// <param name="kind">What the mail is for.</param>
    /// <param name="places">What is put in, by the name of the place.</param>
    /// <param name="notices">What it tells.</param>
    /// <param name="baseAddress">Where records are read; empty for no links.</param>
    public static (string Subject, string Text) Write(string language, NotificationMailKind kind, IReadOnlyDictionary<string, string> places, IReadOnlyList<Notice> notices, string baseAddress)
    {
        var words = Texts[language];
        var key = kind switch
        {
            NotificationMailKind.Confirmation => "confirmation",
            NotificationMailKind.TestAlert => "test-alert",
            _ => "notices",
        };
        var all = new Dictionary<string, string>(places, StringComparer.Ordinal)
        {
            ["count"] = notices.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["list"] = List(words, notices, baseAddress),
        };
        return (Fill(words[$"{key}.subject"], all), Fill(words[$"{key}.text"], all));
    }

    /// <summary>Text and HTML, the latter for those who prefer it.</summary>
    public static MimeEntity Body(string text) => new MultipartAlternative
    {
        new TextPart("plain") { Text = text },
        new TextPart("html") { Text = Html(text) },
    };

    private static string List(FrozenDictionary<string, string> words, IReadOnlyList<Notice> notices, string baseAddress)
    {
        var list = new StringBuilder();
        foreach (var group in notices.GroupBy(n => n.Kind).OrderBy(g => g.Key))
        {
            list.Append(words[$"kind.{group.Key}"]).Append('\n');
            foreach (var notice in group.OrderBy(n => n.Date, StringComparer.Ordinal).ThenBy(n => n.Record, StringComparer.Ordinal))
            {
                list.Append("- ").Append(notice.Date.Length > 0 ? $"{notice.Date}: " : "").Append(baseAddress.Length > 0 ? $"{baseAddress.TrimEnd('/')}/v1/{notice.Record}" : notice.Record).Append('\n');
            }

            list.Append('\n');
        }

        return list.ToString().TrimEnd('\n');
    }

    private static string Html(string text) =>
        $"<html><body>{string.Concat(text.Split("\n\n").Select(p => $"<p>{Link().Replace(WebUtility.HtmlEncode(p), "<a href=\"$0\">$0</a>").Replace("\n", "<br>\n", StringComparison.Ordinal)}</p>\n"))}</body></html>\n";

    private static string Fill(string text, Dictionary<string, string> places) =>
        Place().Replace(text, m => places.TryGetValue(m.Groups["name"].Value, out var value) ? value : throw new InvalidOperationException($"A mail has nothing for {m.Value}."));

    private static FrozenDictionary<string, string> Load(string resource)
    {
        using var reader = new StreamReader(typeof(Letters).Assembly.GetManifestResourceStream(resource)!);
        return Section().Matches(reader.ReadToEnd().ReplaceLineEndings("\n")).ToFrozenDictionary(m => m.Groups["key"].Value, m => m.Groups["text"].Value.Trim(), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^## (?<key>[A-Za-z.-]+)\n(?<text>.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Section();

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    [GeneratedRegex(@"https?://[^\s<>""]+", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}

using System.Text.Json;

namespace EGovPlatform.ReportingService.Briefs;

/// <summary>Words of our own in the languages briefs are written in, from words.json.</summary>
internal sealed class Words
{
    private const string Fallback = "en";

    private static readonly Lazy<Dictionary<string, Dictionary<string, string>>> All = new(Load);

    private Words(string language) => Language = language;

    /// <summary>`en`, `ko` or `es`.</summary>
    public string Language { get; }

    /// <summary>Words in a language; English for one we do not write in. A region does not matter.</summary>
    public static Words In(string language)
    {
        var main = language.Split('-')[0].ToLowerInvariant();
        return new(All.Value.Values.First().ContainsKey(main) ? main : Fallback);
    }

    /// <summary>The words for a key such as `type.Engagement` or `state.HELD`; a key nobody has put in words says itself.</summary>
    public string Of(string key) => key.EndsWith('.') ? ""
        : All.Value.TryGetValue(key, out var texts) ? texts[Language]
        : key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('_', ' ').ToLowerInvariant();

    /// <summary>Every key with its languages.</summary>
    public static IReadOnlyDictionary<string, Dictionary<string, string>> Table => All.Value;

    private static Dictionary<string, Dictionary<string, string>> Load()
    {
        using var stream = typeof(Words).Assembly.GetManifestResourceStream("words.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!;
    }
}

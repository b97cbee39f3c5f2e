using System.Text.Json;

namespace EGovPlatform.Iati.Codelists;

/// <summary>One code list of the standard: codes with English names, and which of them are withdrawn.</summary>
public sealed class Codelist
{
    private static readonly Lazy<(IReadOnlyDictionary<string, Codelist> Lists, IReadOnlyList<CodelistPath> Paths)> Data = new(Load);
    private readonly Dictionary<string, string> names;
    private readonly HashSet<string> withdrawn;

    private Codelist(string name, Dictionary<string, string> names, IEnumerable<string> withdrawn)
    {
        Name = name;
        this.names = names;
        this.withdrawn = new(withdrawn, names.Comparer);
    }

    /// <summary>The list's name, such as <c>Sector</c>.</summary>
    public string Name { get; }

    /// <summary>All codes.</summary>
    public IReadOnlyCollection<string> Codes => names.Keys;

    /// <summary>The list of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static Codelist Of(string name) => Data.Value.Lists[name];

    /// <summary>Whether the code is on the list, withdrawn or not.</summary>
    public bool Has(string code) => names.ContainsKey(code);

    /// <summary>Whether the code is on the list but no longer to be used.</summary>
    public bool IsWithdrawn(string code) => withdrawn.Contains(code);

    /// <summary>The code's English name; null when it is not on the list or has none.</summary>
    public string? NameOf(string code) => names.GetValueOrDefault(code) is { Length: > 0 } name ? name : null;

    internal static IReadOnlyList<CodelistPath> Paths => Data.Value.Paths;

    private static (IReadOnlyDictionary<string, Codelist> Lists, IReadOnlyList<CodelistPath> Paths) Load()
    {
        using var stream = Resource.Open("codelists.json");
        using var document = JsonDocument.Parse(stream);
        var lists = document.RootElement.GetProperty("codelists").EnumerateObject().ToDictionary(l => l.Name, Read, StringComparer.Ordinal);
        var paths = document.RootElement.GetProperty("mapping").EnumerateArray().Select(m => CodelistPath.Read(m, lists)).ToList();
        return (lists, paths);
    }

    private static Codelist Read(JsonProperty list)
    {
        // Publishers write language tags in capitals; a tag means the same in either case.
        var comparer = list.Name == "Language" ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var texts = list.Value.GetProperty("codes").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetString()!, comparer);
        var gone = list.Value.TryGetProperty("withdrawn", out var codes) ? codes.EnumerateArray().Select(c => c.GetString()!) : [];
        return new(list.Name, texts, gone);
    }
}

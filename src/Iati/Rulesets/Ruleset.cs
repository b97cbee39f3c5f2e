using System.Text.Json;

namespace EGovPlatform.Iati.Rulesets;

/// <summary>A ruleset file: for each context, what must hold of every element it selects.</summary>
public sealed class Ruleset
{
    private static readonly Lazy<Ruleset> Embedded = new(static () =>
    {
        using var stream = Resource.Open("ruleset.json");
        return Read(stream);
    });

    private Ruleset(IReadOnlyList<(string Context, IReadOnlyList<RuleCase> Cases)> contexts) => Contexts = contexts;

    /// <summary>The standard's own ruleset.</summary>
    public static Ruleset Standard => Embedded.Value;

    internal IReadOnlyList<(string Context, IReadOnlyList<RuleCase> Cases)> Contexts { get; }

    /// <summary>Reads a ruleset file.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static Ruleset Read(Stream json)
    {
        using var document = JsonDocument.Parse(json);
        return new([.. document.RootElement.EnumerateObject().Select(
            context => (context.Name, (IReadOnlyList<RuleCase>)[.. context.Value.EnumerateObject().SelectMany(rule => RuleCase.Read(rule.Name, rule.Value))]))]);
    }
}

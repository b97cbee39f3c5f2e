using System.Text.Json;
using EGovPlatform.Iati.Validation;

namespace EGovPlatform.Iati.Rulesets;

/// <summary>One case of one rule as the ruleset file has it. Which fields are filled depends on the kind.</summary>
internal sealed record RuleCase
{
    public required string Kind { get; init; }

    public string? Condition { get; init; }

    public string? IdCondition { get; init; }

    public IReadOnlyList<string> Paths { get; init; } = [];

    public IReadOnlyList<string> Prefix { get; init; } = [];

    public IReadOnlyList<string> Excluded { get; init; } = [];

    public string Separator { get; init; } = "";

    public string? Less { get; init; }

    public string? More { get; init; }

    public string? Date { get; init; }

    public string? Start { get; init; }

    public string? End { get; init; }

    public string? Regex { get; init; }

    public string? If { get; init; }

    public string? Then { get; init; }

    public string? Eval { get; init; }

    public string? One { get; init; }

    public string? All { get; init; }

    public decimal Sum { get; init; }

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    public string? ForEach { get; init; }

    public IReadOnlyList<RuleCase> Do { get; init; } = [];

    public string Id { get; init; } = "";

    public Severity Severity { get; init; } = Severity.Error;

    public string Category { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>The cases of a rule; its name may be written in snake or in camel case.</summary>
    public static IEnumerable<RuleCase> Read(string rule, JsonElement body) =>
        body.GetProperty("cases").EnumerateArray().Select(c => Read(rule.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant(), c, Info(c)));

    /// <summary>The case with another text for the value of a loop.</summary>
    public RuleCase With(string value)
    {
        string? Put(string? text) => text?.Replace("$1", value, StringComparison.Ordinal);
        return this with { Condition = Put(Condition), If = Put(If), Then = Put(Then), Eval = Put(Eval), Paths = [.. Paths.Select(p => Put(p)!)] };
    }

    private static RuleCase Read(string kind, JsonElement json, JsonElement? info)
    {
        string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
        decimal? Number(string name) => json.TryGetProperty(name, out var value) ? value.GetDecimal() : null;
        string About(string name) => info?.TryGetProperty(name, out var value) == true ? value.GetString()! : "";
        IReadOnlyList<string> Texts(string name) => json.TryGetProperty(name, out var value) ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : [];
        return new()
        {
            Kind = kind,
            Condition = Text("condition"),
            IdCondition = Text("idCondition"),
            Paths = Texts("paths"),
            Prefix = Texts("prefix"),
            Excluded = Texts("excluded"),
            Separator = Text("separator") ?? "",
            Less = Text("less"),
            More = Text("more"),
            Date = Text("date"),
            // starts_with of older rulesets names its one prefix `start`.
            Start = Text("start"),
            End = Text("end"),
            Regex = Text("regex"),
            If = Text("if"),
            Then = Text("then"),
            Eval = Text("eval"),
            One = Text("one"),
            All = Text("all"),
            Sum = Number("sum") ?? 0,
            Min = Number("min"),
            Max = Number("max"),
            ForEach = Text("foreach"),
            Do = json.TryGetProperty("do", out var rules) ? [.. rules.EnumerateObject().SelectMany(r => Read(r.Name, r.Value))] : [],
            Id = About("id"),
            Severity = About("severity") == "warning" ? Severity.Warning : Severity.Error,
            Category = About("category"),
            Message = About("message"),
        };
    }

    private static JsonElement? Info(JsonElement json) => json.TryGetProperty("ruleInfo", out var info) ? info : null;
}

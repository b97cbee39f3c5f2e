using System.Text.RegularExpressions;

namespace EGovPlatform.Resources;

/// <summary>The shape of a resource name, such as <c>courses/{course}/editions/{edition}</c> (AIP-122).</summary>
public sealed partial class NamePattern
{
    private readonly string[] segments;

    public NamePattern(string pattern)
    {
        Text = pattern;
        segments = pattern.Split('/');
        Collection = segments[^2];
        Regex = new Regex("^" + string.Join('/', segments.Select(s => s.StartsWith('{') ? "[A-Za-z0-9][A-Za-z0-9._~-]{0,99}" : Regex.Escape(s))) + "$", RegexOptions.Compiled | RegexOptions.CultureInvariant);
    }

    /// <summary>The pattern as declared in the proto.</summary>
    public string Text { get; }

    /// <summary>Last collection segment, such as <c>editions</c>.</summary>
    public string Collection { get; }

    /// <summary>First collection segment: decides which service owns the name.</summary>
    public string Root => segments[0];

    /// <summary>Whether records live under a parent.</summary>
    public bool IsNested => segments.Length > 2;

    private Regex Regex { get; }

    /// <summary>Whether a text is a name of this kind.</summary>
    public bool Matches(string name) => Regex.IsMatch(name);

    /// <summary>Name of a record in a collection.</summary>
    public string Compose(string parent, string id) => parent.Length == 0 ? $"{Collection}/{id}" : $"{parent}/{Collection}/{id}";

    /// <summary>Parent of a name; empty for top-level records.</summary>
    public string ParentOf(string name) => IsNested ? string.Join('/', name.Split('/')[..^2]) : "";

    /// <summary>What is wrong with an id, or nothing.</summary>
    public static string? IdProblem(string id) => IdRegex().IsMatch(id)
        ? null
        : "An id has 1 to 100 letters, digits, '-', '_', '.' or '~' and starts with a letter or digit.";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._~-]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdRegex();
}

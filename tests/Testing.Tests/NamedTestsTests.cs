using System.Text.RegularExpressions;

namespace EGovPlatform.Testing.Tests;

/// <summary>A page that says which test shows what names tests that are there.</summary>
public sealed partial class NamedTestsTests
{
    [Theory]
    [InlineData("security.md", 80)]
    public async Task Every_test_a_page_names_exists(string page, int atLeast)
    {
        var text = await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", page), TestContext.Current.CancellationToken);
        var named = TestName().Matches(text).Select(m => (Class: m.Groups["class"].Value, Method: m.Groups["method"].Value)).Distinct().ToList();
        Assert.InRange(named.Count, atLeast, int.MaxValue);

        var sources = Directory.EnumerateFiles(RepositoryRoot.Combine("tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var missing = named.Where(n => !sources.Any(s => s.Contains($"class {n.Class}", StringComparison.Ordinal)
            && (n.Method.Length == 0 || Regex.IsMatch(s, $@"\[(Fact|Theory).*\b{n.Method}\(", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)))));
        Assert.Empty(missing);
    }

    [GeneratedRegex(@"\b(?<class>[A-Z][A-Za-z0-9]+Tests)(\.(?<method>[A-Z][A-Za-z0-9_]+))?", RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();
}

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EGovPlatform.Testing.Tests;

/// <summary>No secret lies in the repository: private keys, passwords in connection strings, API keys, webhook secrets, signed tokens.</summary>
public sealed partial class SecretsTests
{
    private const int LargestText = 1 << 20;

    [Fact]
    public async Task No_file_of_the_repository_holds_one()
    {
        var files = await TrackedAsync();
        Assert.InRange(files.Count, 500, int.MaxValue);

        var found = files.Where(f => new FileInfo(f) is { Exists: true, Length: < LargestText })
            .SelectMany(f => Found(File.ReadAllText(f)).Select(s => $"{Path.GetRelativePath(RepositoryRoot.Path, f)}: {s[..Math.Min(s.Length, 30)]}…"));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("-----BEGIN |PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg")]
    [InlineData("Host=db.example;Username=countries;Pass|word=k3Jd8sLq0vXz")]
    [InlineData("amqp://countries:k3Jd8sLq0v|Xz@broker.example:5672")]
    [InlineData("egk_abcdefghijkl_|0123456789abcdefghijABCDEFGHIJ0123456789abc")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.|eyJzdWIiOiJhIn0abcdef.0123456789abcdefghijABCDEFGHIJ")]
    public void Each_kind_would_be_found(string parted) => Assert.NotEmpty(Found(parted.Replace("|", "", StringComparison.Ordinal)));

    private static IEnumerable<string> Found(string text) =>
        new[] { Key(), Password(), Login(), ApiKey(), Token() }.SelectMany(r => r.Matches(text)).Select(m => m.Value);

    private static async Task<IReadOnlyList<string>> TrackedAsync()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-z"]) { WorkingDirectory = RepositoryRoot.Path, RedirectStandardOutput = true })!;
        var output = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(f => RepositoryRoot.Combine(f))];
    }

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}")]
    private static partial Regex Key();

    // Twelve characters of three kinds: what tests and guides make up is shorter or a word.
    [GeneratedRegex(@"Password=(?=[^;""]*[0-9])(?=[^;""]*[a-z])(?=[^;""]*[A-Z])[A-Za-z0-9+/_-]{12,}")]
    private static partial Regex Password();

    [GeneratedRegex(@"(amqps?|postgres(ql)?|rediss?)://[a-z0-9_-]+:(?=[^@""]*[0-9])(?=[^@""]*[a-z])(?=[^@""]*[A-Z])[A-Za-z0-9+/_-]{12,}@", RegexOptions.ExplicitCapture)]
    private static partial Regex Login();

    [GeneratedRegex(@"\begk_[a-z0-9]{12}_(?!A{20})[A-Za-z0-9_-]{43}\b")]
    private static partial Regex ApiKey();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}")]
    private static partial Regex Token();
}

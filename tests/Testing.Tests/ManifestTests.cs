using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EGovPlatform.Testing.Tests;

/// <summary>The manifests of deploy/kubernetes say what Kubernetes, its operators and our processes understand.</summary>
public sealed partial class ManifestTests
{
    private static readonly string[] Services = ["countries", "activities", "training", "reporting", "integration"];

    /// <summary>What the Aspire dashboard reads, by its own documentation.</summary>
    private static readonly string[] OfTheDashboard = ["Dashboard__Frontend__AuthMode", "Dashboard__Frontend__BrowserToken", "Dashboard__Otlp__AuthMode", "Dashboard__Otlp__PrimaryApiKey"];

    private static readonly Lazy<string> Sources = new(() => string.Join('\n', Files("src", "*.cs").Concat(Files("EGovPlatform.ServiceDefaults", "*.cs")).Select(File.ReadAllText)));

    private static readonly string[] Manifests = [.. Files("deploy/kubernetes", "*.yaml")];

    private static string AllText => string.Join('\n', Manifests.Select(File.ReadAllText));

    [Fact]
    public async Task Every_manifest_fits_the_schemas_of_Kubernetes_and_its_operators()
    {
        var (code, said) = await CheckAsync(null, Manifests);
        Assert.True(code == 0, said);
        Assert.InRange(int.Parse(Checked().Match(said).Groups["n"].Value, System.Globalization.CultureInfo.InvariantCulture), 50, int.MaxValue);
    }

    [Theory]
    [InlineData("readinessProbe", "readynessProbe", "readynessProbe")]
    [InlineData("maxUnavailable: 0", "maxUnavailable: [0]", "maxUnavailable")]
    [InlineData("apps/v1", "apps/v1beta9", "v1beta9")]
    public async Task What_the_schemas_do_not_know_is_found(string right, string wrong, string named)
    {
        var text = await File.ReadAllTextAsync(RepositoryRoot.Combine("deploy/kubernetes/base/platform/process.yaml"), TestContext.Current.CancellationToken);
        Assert.Contains(right, text, StringComparison.Ordinal);
        var (code, said) = await CheckAsync(text.Replace(right, wrong, StringComparison.Ordinal), "-");
        Assert.True(code == 1, said);
        Assert.Contains(named, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_is_one_that_a_process_reads()
    {
        var named = Setting().Matches(AllText).Select(m => m.Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.InRange(named.Count, 30, int.MaxValue);
        Assert.DoesNotContain(named, n => !IsRead(n));
        Assert.False(IsRead("Gateway__CallsPerSecondd"));
        Assert.False(IsRead("Mtls__Certificates"));
    }

    [Fact]
    public void Probes_ask_paths_and_ports_that_are_there()
    {
        var ports = ContainerPort().Matches(AllText).ToLookup(m => m.Groups["name"].Value, m => m.Groups["port"].Value);
        var probes = Probe().Matches(AllText);
        Assert.InRange(probes.Count, 3, int.MaxValue);
        Assert.All(probes, p => Assert.Contains($"MapHealthChecks(\"{p.Groups["path"].Value}\"", Sources.Value, StringComparison.Ordinal));
        Assert.All(probes, p => Assert.NotEmpty(ports[p.Groups["port"].Value]));
        var endpoints = Endpoint().Matches(AllText);
        Assert.Equal(["grpc", "health", "http"], endpoints.Select(e => e.Groups["name"].Value).Order());
        Assert.All(endpoints, e => Assert.Equal(e.Groups["port"].Value, ports[e.Groups["name"].Value].Distinct().Single()));
    }

    [Fact]
    public void Every_image_of_ours_is_one_that_a_project_makes()
    {
        var made = Files("src", "*.csproj").Select(f => Repository().Match(File.ReadAllText(f)).Groups["name"].Value).Where(n => n.Length > 0).Order().ToList();
        Assert.Equal(Services.Append("gateway").Order().Select(s => $"egovplatform/{s}"), made);
        Assert.Equal(made, Image().Matches(AllText).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal).Order());
    }

    [Fact]
    public void Replicas_follow_metrics_that_are_measured()
    {
        var metrics = Metric().Matches(AllText).Select(m => m.Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(metrics);
        Assert.All(metrics, m => Assert.Contains($"(\"{m.Replace('_', '.')}\"", Sources.Value, StringComparison.Ordinal));
    }

    private static bool IsRead(string name) => name.Split("__") switch
    {
        ["services", var service, "http" or "grpc", "0"] => Services.Contains(service, StringComparer.Ordinal),
        ["ConnectionStrings", var database] => Services.Any(s => database == $"{s}db") || Sources.Value.Contains($"GetConnectionString(\"{database}\")", StringComparison.Ordinal),
        ["Kestrel", "Endpoints", var endpoint, "Url"] => endpoint is "http" or "grpc" || Sources.Value.Contains($"\"Kestrel:Endpoints:{endpoint}:Url\"", StringComparison.Ordinal),
        ["Dashboard", ..] => OfTheDashboard.Contains(name, StringComparer.Ordinal),
        [var section, var key] => Sources.Value.Contains($"\"{section}:{key}\"", StringComparison.Ordinal)
            || Files("src", "*Options.cs").GroupBy(f => f[RepositoryRoot.Path.Length..].Split('/')[2], StringComparer.Ordinal)
                .Any(project => HasOption(project, section, key)),
        _ => false,
    };

    private static bool HasOption(IEnumerable<string> options, string section, string key)
    {
        var text = options.Select(File.ReadAllText).ToList();
        return text.Any(t => Regex.IsMatch(t, $@"\b{key} {{ get; ", RegexOptions.None, TimeSpan.FromSeconds(5))) && Sources.Value.Contains($"GetSection(\"{section}\")", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.EnumerateFiles(RepositoryRoot.Combine(folder), pattern, SearchOption.AllDirectories);

    private static async Task<(int Code, string Said)> CheckAsync(string? input, params string[] files)
    {
        var start = new ProcessStartInfo("node", [RepositoryRoot.Combine("deploy/kubernetes/check.mjs"), RepositoryRoot.Combine(".tools/node/node_modules"), .. files])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await using var end = limit.Token.Register(process.Kill);
        await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var said = await process.StandardOutput.ReadToEndAsync(limit.Token) + await errors;
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, said);
    }

    [GeneratedRegex(@"(?<n>\d+) checked", RegexOptions.ExplicitCapture)]
    private static partial Regex Checked();

    [GeneratedRegex(@"\b[A-Za-z]+(__[A-Za-z0-9]+)+", RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();

    [GeneratedRegex(@"path: (?<path>/\w+), port: (?<port>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Probe();

    [GeneratedRegex(@"name: (?<name>\w+), containerPort: (?<port>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ContainerPort();

    [GeneratedRegex(@"Kestrel__Endpoints__(?<name>\w+)__Url: \w+://0\.0\.0\.0:(?<port>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Endpoint();

    [GeneratedRegex("<ContainerRepository>(?<name>[^<]+)<", RegexOptions.ExplicitCapture)]
    private static partial Regex Repository();

    [GeneratedRegex(@"image: (?<name>egovplatform/\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Image();

    [GeneratedRegex(@"\begov(_[a-z]+)+", RegexOptions.ExplicitCapture)]
    private static partial Regex Metric();
}

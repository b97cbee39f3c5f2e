using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EGovPlatform.Testing.Tests;

/// <summary>The list of parts (SBOM) holds every package that a program's lock file pins.</summary>
public sealed class PartsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_list_of_the_gateway_names_what_its_lock_file_pins_with_digests()
    {
        var folder = Directory.CreateTempSubdirectory("egov-parts-").FullName;
        try
        {
            var start = new ProcessStartInfo("bash", [RepositoryRoot.Combine("eng", "parts.sh"), folder, "src/Gateway/Gateway.csproj"]) { RedirectStandardError = true, RedirectStandardOutput = true };
            using var made = Process.Start(start)!;
            var said = made.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = await made.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
            await made.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
            Assert.True(made.ExitCode == 0, await said + errors);

            var list = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "Gateway.json"), TestContext.Current.CancellationToken))!;
            var parts = list["components"]!.AsArray().ToDictionary(c => $"{c!["name"]} {c["version"]}".ToLowerInvariant(), c => c!, StringComparer.Ordinal);
            Assert.Equal("CycloneDX", (string)list["bomFormat"]!);
            Assert.All(parts.Values, c => Assert.Equal("SHA-512", (string)c["hashes"]![0]!["alg"]!));
            Assert.Empty(Pinned().Except(parts.Keys, StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Pinned()
    {
        var framework = JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine("src", "Gateway", "packages.lock.json")))!["dependencies"]!["net10.0"]!.AsObject();
        var pinned = framework.Where(p => (string)p.Value!["type"]! != "Project" && p.Key != "Meziantou.Analyzer").Select(p => $"{p.Key} {p.Value!["resolved"]}".ToLowerInvariant()).ToList();
        Assert.InRange(pinned.Count, 20, 500);
        return pinned;
    }
}

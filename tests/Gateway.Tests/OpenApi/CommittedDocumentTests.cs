using System.Diagnostics;
using EGovPlatform.OpenApi;
using EGovPlatform.Testing;

namespace EGovPlatform.Gateway.Tests.OpenApi;

/// <summary>docs/api/openapi-v1.json is the document of these contracts, and a linter agrees with it.</summary>
public sealed class CommittedDocumentTests
{
    private const string RedoclyVersion = "2.77.0";
    private static readonly string Committed = RepositoryRoot.Combine("docs", "api", "openapi-v1.json");

    [Fact]
    public async Task Committed_Document_Is_Fresh()
    {
        var fresh = await ApiDocument.WriteAsync(TestContext.Current.CancellationToken);
        if (Environment.GetEnvironmentVariable("EGOV_UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(Committed, fresh, TestContext.Current.CancellationToken);
        }

        var committed = File.Exists(Committed) ? await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken) : "";
        Assert.True(
            fresh == committed,
            "docs/api/openapi-v1.json is stale. Refresh it with: EGOV_UPDATE_OPENAPI=1 dotnet run --project tests/Gateway.Tests -- --filter-method '*Committed_Document_Is_Fresh'");
    }

    [Fact]
    public async Task Linter_Finds_Nothing()
    {
        var folder = RepositoryRoot.Combine(".tools", "redocly");
        var program = Path.Combine(folder, "node_modules", "@redocly", "cli", "bin", "cli.js");
        if (!File.Exists(program))
        {
            Directory.CreateDirectory(folder);
            var (installed, log) = await RunAsync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel", "error", $"@redocly/cli@{RedoclyVersion}"]);
            Assert.SkipUnless(installed == 0, $"@redocly/cli {RedoclyVersion} cannot be installed here: {log}");
        }

        var (exit, output) = await RunAsync("node", [program, "lint", "--config", RepositoryRoot.Combine("docs", "api", "redocly.yaml"), Committed]);

        Assert.True(exit == 0, output);
    }

    private static async Task<(int Exit, string Output)> RunAsync(string file, string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryRoot.Path,
            Environment = { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true", ["NO_COLOR"] = "1" },
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}

using System.Diagnostics;
using EGovPlatform.Testing;

namespace EGovPlatform.Gateway.Tests;

/// <summary>A client in TypeScript, made from the committed OpenAPI document, type-checked and run.</summary>
public sealed class TypeScriptClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Modules = RepositoryRoot.Combine(".tools", "node", "node_modules");

    [Fact]
    public async Task The_Sample_Fits_The_Types_And_Works()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "openapi-typescript")), "openapi-typescript is not installed: ./test.sh installs it below .tools/node");

        // Beside the modules, so that its imports find them.
        var folder = Directory.CreateDirectory(RepositoryRoot.Combine(".tools", "node", $"sample-{Guid.NewGuid():N}"));
        try
        {
            foreach (var file in Directory.GetFiles(RepositoryRoot.Combine("samples", "integration", "typescript")))
            {
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            }

            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "package.json"), """{"type":"module"}""", TestContext.Current.CancellationToken);
            await RunAsync(folder, Path.Combine(Modules, "openapi-typescript", "bin", "cli.js"), RepositoryRoot.Combine("docs", "api", "openapi-v1.json"), "--output", "egov.d.ts");
            await RunAsync(folder, Path.Combine(Modules, "typescript", "bin", "tsc"), "-p", ".");
            await using var gateway = await GatewayFixture.StartAsync();

            var output = await RunAsync(folder, "countries.js", gateway.Client.BaseAddress!.ToString().TrimEnd('/'), "word");

            Assert.Equal(["countries/PE PE", "5 countries", "404 There is no 'countries/QQ'."], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal("Bearer word", gateway.Upstream.Headers["authorization"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(DirectoryInfo folder, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        Assert.True(node.ExitCode == 0, $"node {string.Join(' ', arguments)}: {output}{await errors}");
        return output;
    }
}

using System.Diagnostics;
using System.Net;
using System.Text;
using Aspire.Hosting.Native;

namespace EGovPlatform.Testing.Tests;

/// <summary>A restore asks the source for known holes, also in parts that nobody names and others bring along, and stops at one.</summary>
public sealed class KnownHolesTests
{
    // Comes with the reader of tokens.
    private const string Part = "Microsoft.IdentityModel.Logging";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("(, 1.0.0)", true)]
    [InlineData("(, 99.0.0)", false)]
    public async Task A_part_with_a_known_hole_stops_the_restore(string versions, bool passes)
    {
        var address = $"http://127.0.0.1:{Machine.FreePort()}";
        using var source = new HttpListener { Prefixes = { $"{address}/" } };
        source.Start();
        var serving = ServeAsync(source, new(StringComparer.Ordinal)
        {
            ["/index.json"] = $$"""{"version":"3.0.0","resources":[{"@id":"{{address}}/holes.json","@type":"VulnerabilityInfo/6.7.0"}]}""",
            ["/holes.json"] = $$"""[{"@name":"all","@id":"{{address}}/all.json","@updated":"2026-11-01T00:00:00Z"}]""",
            ["/all.json"] = $$"""{"{{Part.ToLowerInvariant()}}":[{"severity":0,"url":"https://example.org/hole","versions":"{{versions}}"}]}""",
        });
        var folder = Directory.CreateTempSubdirectory("egov-holes-").FullName;
        try
        {
            // The packages are there already; only the holes are asked for.
            var settings = Path.Combine(folder, "nuget.config");
            await File.WriteAllTextAsync(settings, $"""
                <configuration>
                  <packageSources><clear /><add key="nothing" value="{folder}" /></packageSources>
                  <auditSources><clear /><add key="holes" value="{address}/index.json" allowInsecureConnections="true" /></auditSources>
                </configuration>
                """, TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo("dotnet",
                ["restore", RepositoryRoot.Combine("src", "Access", "Access.csproj"), "--locked-mode", "--force", "--no-http-cache", "--configfile", settings, $"-p:ArtifactsPath={folder}/artifacts"])
            {
                RedirectStandardOutput = true,
            };
            using var restore = Process.Start(start)!;
            var said = await restore.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
            await restore.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);

            Assert.True(passes == (restore.ExitCode == 0), said);
            Assert.Equal(!passes, said.Contains($"error NU1901: Warning As Error: Package '{Part}'", StringComparison.Ordinal));
        }
        finally
        {
            source.Stop();
            Directory.Delete(folder, recursive: true);
        }

        Assert.Equal(["/index.json", "/holes.json", "/all.json"], await serving);
    }

    private static async Task<IReadOnlyList<string>> ServeAsync(HttpListener source, Dictionary<string, string> answers)
    {
        var asked = new List<string>();
        try
        {
            while (true)
            {
                var call = await source.GetContextAsync();
                asked.Add(call.Request.Url!.AbsolutePath);
                call.Response.Close(Encoding.UTF8.GetBytes(answers[call.Request.Url.AbsolutePath]), willBlock: false);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            return asked;
        }
    }
}

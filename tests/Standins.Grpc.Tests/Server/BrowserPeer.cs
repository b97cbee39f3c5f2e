using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Chromium on a page of another origin, which calls by grpc-web and posts what came of it.</summary>
public static class BrowserPeer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="address">The server to call.</param>
    /// <param name="format">As grpc-web names it: text or binary.</param>
    public static async Task<JsonElement> RunAsync(Uri address, string format)
    {
        var programs = await ForeignPeer.InstallJavaScriptAsync();
        var result = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var site = Serve(programs, result);
        await site.StartAsync();
        var profile = Directory.CreateTempSubdirectory("egov-browser-");
        using var browser = Start(profile.FullName, $"{site.Urls.Single()}/page.html?format={format}&server={Uri.EscapeDataString(address.GetLeftPart(UriPartial.Authority))}");
        try
        {
            return JsonDocument.Parse(await result.Task.WaitAsync(Patience)).RootElement;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"chromium posted no result within {Patience}.");
        }
        finally
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync();
            profile.Delete(recursive: true);
        }
    }

    private static WebApplication Serve(string programs, TaskCompletionSource<string> result)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1));
        var site = builder.Build();
        foreach (var (path, file, type) in new[]
        {
            ("page.html", Path.Combine(ForeignPeer.Sources, "browser", "page.html"), "text/html"),
            ("page.js", Path.Combine(ForeignPeer.Sources, "browser", "page.js"), "text/javascript"),
            ("grpc-web.js", Path.Combine(programs, "node_modules", "grpc-web", "index.esm.js"), "text/javascript"),
            ("protobuf.js", Path.Combine(programs, "node_modules", "protobufjs", "dist", "protobuf.min.js"), "text/javascript"),
            ("peer.proto", Path.Combine(ForeignPeer.Protos, "peer.proto"), "text/plain"),
        })
        {
            site.MapGet(path, () => Results.File(file, type));
        }

        site.MapPost("result", async (HttpRequest request) => result.TrySetResult(await new StreamReader(request.Body).ReadToEndAsync()));
        return site;
    }

    private static Process Start(string profile, string url)
    {
        var start = new ProcessStartInfo(
            "chromium",
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-proxy-server", $"--user-data-dir={profile}", url])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var browser = Process.Start(start)!;
            // What it writes is of no use, and must not fill a pipe.
            _ = browser.StandardOutput.ReadToEndAsync();
            _ = browser.StandardError.ReadToEndAsync();
            return browser;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"chromium is missing, install it to run the conformance tests: {e.Message}", e);
        }
    }
}

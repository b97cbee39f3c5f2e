using System.Diagnostics;
using System.Text.Json;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>A client in another language, run as a process of its own.</summary>
public static class ForeignPeer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly SemaphoreSlim InstallOne = new(1);

    internal static string Root { get; } = FindRoot();

    public static string Sources => Path.Combine(Root, "tests", "Conformance");

    public static string Protos => Path.Combine(Root, "tests", "Standins.Grpc.Tests", "Protos");

    public static async Task<JsonElement> RunJavaScriptAsync(Uri address) =>
        await CallAsync("node", await InstallJavaScriptAsync(), "peer.js", address.Authority, Protos);

    public static Task<JsonElement> RunRubyAsync(Uri address) =>
        CallAsync("/usr/bin/ruby", Path.Combine(Sources, "ruby"), "peer.rb", address.Authority);

    public static async Task<JsonElement> RunCppAsync(Uri address) => await CallAsync(await CppPeer.BuildAsync(), Sources, "client", address.Authority);

    public static async Task<JsonElement> RunPythonAsync(Uri address)
    {
        // The interpreter Debian's python3-grpcio belongs to, whatever else is first in PATH.
        const string Python = "/usr/bin/python3";
        var (exit, _, _) = await RunAsync(Python, Sources, "-c", "import grpc");
        Assert.True(exit == 0, "python3-grpcio is missing: apt-get install python3-grpcio");
        return await CallAsync(Python, Path.Combine(Sources, "python"), "peer.py", address.Authority);
    }

    /// <summary>Calls one method with buf, by reflection, and gives what it wrote.</summary>
    /// <param name="protocol">As buf names it: grpc or grpcweb.</param>
    public static async Task<(int Exit, string Output)> RunBufAsync(Uri address, string protocol, string method, string request)
    {
        var buf = Path.Combine(Root, ".tools", "node", "node_modules", ".bin", "buf");
        Assert.SkipUnless(File.Exists(buf), "buf is not installed: ./test.sh installs it below .tools/node");
        var (exit, output, error) = await RunAsync(
            buf, Protos, "curl", "--protocol", protocol, "--http2-prior-knowledge", "-d", request, $"{address}{method}");
        return (exit, output + error);
    }

    /// <summary>Starts a foreign server; it ends when the process is disposed.</summary>
    public static async Task<(Process Process, Uri Address)> StartServerAsync(string peer)
    {
        var start = peer switch
        {
            "grpc-js" => new ProcessStartInfo("node", ["server.js", Protos]) { WorkingDirectory = await InstallJavaScriptAsync() },
            "ruby" => new ProcessStartInfo("/usr/bin/ruby", ["server.rb"]) { WorkingDirectory = Path.Combine(Sources, "ruby") },
            "c++" => new ProcessStartInfo(await CppPeer.BuildAsync(), "server"),
            _ => new ProcessStartInfo("/usr/bin/python3", ["server.py"]) { WorkingDirectory = Path.Combine(Sources, "python") },
        };
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"{peer} ended before it said its port.");
        return (process, new Uri($"http://127.0.0.1:{JsonDocument.Parse(line).RootElement.GetProperty("port").GetInt32()}"));
    }

    /// <summary>The folder with the JavaScript peers and the packages they need.</summary>
    public static async Task<string> InstallJavaScriptAsync()
    {
        var folder = Path.Combine(Root, "artifacts", "conformance", "js");
        await InstallOne.WaitAsync();
        try
        {
            await InstallAsync(folder);
            return folder;
        }
        finally
        {
            InstallOne.Release();
        }
    }

    private static async Task InstallAsync(string folder)
    {
        var installed = Path.Combine(folder, "installed.json");
        var wanted = Path.Combine(Sources, "js", "package-lock.json");
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "peer.js", "server.js" })
        {
            File.Copy(Path.Combine(Sources, "js", name), Path.Combine(folder, name), overwrite: true);
        }

        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == await File.ReadAllTextAsync(wanted))
        {
            return;
        }

        foreach (var name in new[] { "package.json", "package-lock.json", ".npmrc" })
        {
            File.Copy(Path.Combine(Sources, "js", name), Path.Combine(folder, name), overwrite: true);
        }

        var (exit, output, error) = await RunAsync("npm", folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        Assert.True(exit == 0, $"npm ci did not install the packages of tests/Conformance/js in {folder}:\n{output}{error}");
        File.Copy(wanted, installed, overwrite: true);
    }

    private static async Task<JsonElement> CallAsync(string program, string folder, params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(program, folder, arguments);
        Assert.True(exit == 0, $"{program} {string.Join(' ', arguments)} ended with {exit}:\n{output}{error}");
        return JsonDocument.Parse(output).RootElement;
    }

    internal static async Task<(int Exit, string Output, string Error)> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A proxy is no way to 127.0.0.1.
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "127.0.0.1";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"{program} is missing, install it to run the conformance tests: {e.Message}", e);
        }

        using (process)
        {
            using var limit = new CancellationTokenSource(Patience);
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(limit.Token);
                var error = process.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return (process.ExitCode, await output, await error);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Patience}.");
            }
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EGovPlatform.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
    }
}

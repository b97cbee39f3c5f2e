using System.Diagnostics;

namespace EGovPlatform.Aspire.Hosting.Tests;

/// <summary>Whatever ends the AppHost, nothing it started stays.</summary>
public sealed class DeathTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("egov-death-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("TERM", 0)]
    [InlineData("INT", 0)]
    public async Task Children_end_with_the_host(string signal, int code)
    {
        var cancel = TestContext.Current.CancellationToken;
        var lines = new List<string>();
        using var host = Start(line =>
        {
            lock (lines)
            {
                lines.Add(line);
            }
        });
        string Printed()
        {
            lock (lines)
            {
                return string.Join('\n', lines);
            }
        }

        await Processes.UntilAsync(() => Printed().Contains("Distributed application ready", StringComparison.Ordinal), () => "ready after:\n" + Printed(), 60, cancel);
        var children = Processes.Below(host.Id);
        foreach (var expected in new[] { "sleep 1000", "sleep 1001", "sleep 1002", "redis-server", "postgres" })
        {
            Assert.Contains(children, id => Processes.Command(id).Contains(expected, StringComparison.Ordinal));
        }

        using (var kill = Process.Start("kill", ["-s", signal, $"{host.Id}"]))
        {
            await kill.WaitForExitAsync(cancel);
        }

        await host.WaitForExitAsync(cancel);
        Assert.Equal(code, host.ExitCode);
        await Processes.UntilAsync(
            () => !children.Any(Processes.IsAlive),
            () => "all gone: " + string.Join("; ", children.Where(Processes.IsAlive).Select(id => $"{id} {Processes.Command(id)}")),
            10,
            cancel);
    }

    [Fact]
    public async Task Host_starts_on_what_a_killed_one_left()
    {
        var cancel = TestContext.Current.CancellationToken;
        for (var round = 0; round < 2; round++)
        {
            var ready = new TaskCompletionSource();
            using var host = Start(line =>
            {
                if (line.Contains("Distributed application ready", StringComparison.Ordinal))
                {
                    ready.TrySetResult();
                }
            });
            await ready.Task.WaitAsync(TimeSpan.FromSeconds(90), cancel);
            host.Kill();
            await host.WaitForExitAsync(cancel);
        }
    }

    [Fact]
    public async Task Container_is_used_when_its_engine_answers_and_removed_when_the_host_is_killed()
    {
        var cancel = TestContext.Current.CancellationToken;
        var calls = Path.Combine(folder, "calls");
        var engine = Path.Combine(folder, "bin", "docker");
        Directory.CreateDirectory(Path.GetDirectoryName(engine)!);
        await File.WriteAllTextAsync(
            engine,
            $$"""
            #!/bin/sh
            echo "$@" >>'{{calls}}'
            [ "$1" = run ] || exit 0
            for a; do case $a in 127.0.0.1:*:6379) port=${a#127.0.0.1:}; exec redis-server --bind 127.0.0.1 --port ${port%:6379} --save '';; esac; done
            """,
            cancel);
        File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var ready = new TaskCompletionSource();
        using var host = Start(
            line =>
            {
                if (line.Contains("Distributed application ready", StringComparison.Ordinal))
                {
                    ready.TrySetResult();
                }
            },
            new() { ["PATH"] = $"{Path.GetDirectoryName(engine)}:{Environment.GetEnvironmentVariable("PATH")}", ["Sample__Only"] = "cache" });
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(90), cancel);
        var run = (await File.ReadAllLinesAsync(calls, cancel)).Single(l => l.StartsWith("run ", StringComparison.Ordinal)).Split(' ');
        Assert.EndsWith("redis:7", run[^1], StringComparison.Ordinal);
        host.Kill();
        var name = run[Array.IndexOf(run, "--name") + 1];
        await Processes.UntilAsync(() => File.ReadAllLines(calls).Contains($"rm -f {name}"), () => $"removal of {name}", 10, cancel);
    }

    private Process Start(Action<string> output, Dictionary<string, string>? environment = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "SampleHost", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "SampleHost");
        var start = new ProcessStartInfo(program, ["--environment", "Development"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        start.Environment["Aspire__DataDirectory"] = Path.Combine(folder, "data");
        start.Environment["ASPIRE_DASHBOARD_PATH"] = "/nowhere";
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => output(e.Data ?? "");
        process.ErrorDataReceived += (_, e) => output(e.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}

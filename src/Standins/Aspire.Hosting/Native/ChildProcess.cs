using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Native;

/// <summary>What to start: a program, its arguments and what its environment holds beside our own.</summary>
public sealed record ChildProcessSpec(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables set (or, with a null value, removed) over the inherited environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public string? WorkingDirectory { get; init; }

    /// <summary>Gets every line the child writes; the flag is true for standard error. Called from several threads.</summary>
    public Action<string, bool>? Output { get; init; }

    /// <summary>A shell command run when the child or we have ended, for what the child leaves outside its process group.</summary>
    public string AtEnd { get; init; } = "";
}

/// <summary>
/// A process that cannot outlive the one that started it. It leads a session of its own in which a small watcher reads
/// a pipe only we hold: when the pipe closes, for whatever reason, the watcher kills the whole process group.
/// (PR_SET_PDEATHSIG would follow the starting thread, not the process, and is lost by grandchildren.)
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    // $$ stays the leader's id inside the subshell, and exec keeps it for the program: Process.Id is the program itself.
    private const string Leader =
        "exec 3<&0 </dev/null; end=$1; shift; " +
        "( trap '' TERM INT HUP QUIT; read -r _ <&3; eval \"$end\"; kill -s KILL -- -$$ ) >/dev/null 2>&1 & " +
        "exec 3<&-; exec \"$@\"";

    private readonly Process process;
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process) => this.process = process;

    public int Id { get; private init; }

    /// <summary>Completes with the exit code; 128 + signal number when a signal ended the process.</summary>
    public Task<int> Exited => exited.Task;

    public bool IsRunning => !exited.Task.IsCompleted;

    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static ChildProcess Start(ChildProcessSpec spec)
    {
        var guarded = OperatingSystem.IsLinux();
        var start = new ProcessStartInfo(guarded ? "setsid" : spec.File)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = spec.WorkingDirectory ?? "",
        };
        foreach (var argument in guarded ? ["sh", "-c", Leader, "sh", spec.AtEnd, spec.File, .. spec.Arguments] : spec.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        var started = new Process { StartInfo = start, EnableRaisingEvents = true };
        started.Start();
        var child = new ChildProcess(started) { Id = started.Id };
        var output = Task.WhenAll(
            Pump(started.StandardOutput, spec.Output, error: false),
            Pump(started.StandardError, spec.Output, error: true));
        started.Exited += async (_, _) => await child.FinishAsync(output);
        if (started.HasExited)
        {
            _ = child.FinishAsync(output);
        }

        return child;
    }

    /// <summary>Sends a signal (TERM, INT, QUIT, KILL, STOP, CONT) to the program alone.</summary>
    public void Signal(string signal)
    {
        if (IsRunning)
        {
            using var kill = Process.Start("kill", ["-s", signal, Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }
    }

    /// <summary>Asks the program to end and, when it has not within <paramref name="grace"/>, kills it with all its children.</summary>
    public async Task StopAsync(TimeSpan grace, string signal = "TERM")
    {
        Signal(signal);
        try
        {
            await Exited.WaitAsync(grace);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    /// <summary>Kills the program and all its children.</summary>
    public async Task KillAsync()
    {
        if (IsRunning)
        {
            process.Kill(entireProcessTree: true);
        }

        await Exited.WaitAsync(TimeSpan.FromSeconds(10));
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private static async Task Pump(StreamReader reader, Action<string, bool>? output, bool error)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            output?.Invoke(line, error);
        }
    }

    private async Task FinishAsync(Task output)
    {
        // Closing the pipe lets the watcher end what the program left behind, which may hold the output streams open.
        process.StandardInput.Close();
        await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(2)));
        exited.TrySetResult(process.ExitCode);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Aspire.Hosting.Native;

/// <summary>
/// A private instance of a backing server: own port on 127.0.0.1, own data folder, stopped by process id.
/// It keeps port and data over <see cref="StopAsync"/>, <see cref="KillAsync"/> and <see cref="StartAgainAsync"/>.
/// </summary>
public abstract class NativeServer(string dataDirectory) : IAsyncDisposable
{
    private const int KeptLines = 200;
    private readonly ConcurrentQueue<string> lines = new();
    private ChildProcess? process;

    /// <summary>What it prints, line by line; the flag is true for standard error.</summary>
    public Action<string, bool>? Output { get; init; }

    public string DataDirectory { get; } = Path.GetFullPath(dataDirectory);

    public int Port { get; } = Machine.FreePort();

    /// <summary>The server's process id, or 0 when it does not run.</summary>
    public int ProcessId => process is { IsRunning: true } running ? running.Id : 0;

    /// <summary>Completes when the running server ends, wanted or not.</summary>
    public Task<int> Exited => process?.Exited ?? Task.FromResult(0);

    protected abstract string Name { get; }

    protected virtual TimeSpan StartLimit => TimeSpan.FromSeconds(30);

    /// <summary>The signal that makes the server end in order without waiting for its clients.</summary>
    protected virtual string StopSignal => "TERM";

    /// <summary>Starts the stopped or killed server on the same port and data and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It runs already, or ended while starting; the message holds its last lines.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        if (ProcessId != 0)
        {
            throw new InvalidOperationException($"{Name} is running.");
        }

        Machine.CreatePrivateFolder(DataDirectory);
        await PrepareAsync(cancellationToken);
        var started = process = ChildProcess.Start(Command() with { Output = Record });
        var waited = Stopwatch.StartNew();
        while (!await AnswersAsync(cancellationToken))
        {
            if (!started.IsRunning)
            {
                throw new InvalidOperationException($"{Name} ended with code {await started.Exited} while starting:\n{Tail()}");
            }

            if (waited.Elapsed > StartLimit)
            {
                await started.KillAsync();
                throw new TimeoutException($"{Name} did not answer on port {Port} within {StartLimit.TotalSeconds} s:\n{Tail()}");
            }

            await Task.Delay(25, cancellationToken);
        }
    }

    /// <summary>True when the server answers a first question.</summary>
    public Task<bool> IsAnsweringAsync(CancellationToken cancellationToken = default) => AnswersAsync(cancellationToken);

    /// <summary>Ends the server in order.</summary>
    public virtual Task StopAsync() => process?.StopAsync(TimeSpan.FromSeconds(20), StopSignal) ?? Task.CompletedTask;

    /// <summary>Kills the server as a power cut would.</summary>
    public virtual Task KillAsync() => process?.KillAsync() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    protected static async Task<T> StartedAsync<T>(T server, CancellationToken cancellationToken)
        where T : NativeServer
    {
        try
        {
            await server.StartAgainAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.KillAsync();
            throw;
        }
    }

    /// <summary>What must be there before the server starts.</summary>
    protected abstract Task PrepareAsync(CancellationToken cancellationToken);

    protected abstract ChildProcessSpec Command();

    protected abstract Task<bool> AnswersAsync(CancellationToken cancellationToken);

    protected string Tail() => string.Join('\n', lines);

    protected void Record(string line, bool error)
    {
        lines.Enqueue(line);
        if (lines.Count > KeptLines)
        {
            lines.TryDequeue(out _);
        }

        Output?.Invoke(line, error);
    }

    /// <summary>Runs a tool to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it printed.</exception>
    protected async Task RunAsync(ChildProcessSpec tool, TimeSpan limit, CancellationToken cancellationToken)
    {
        await using var child = ChildProcess.Start(tool with { Output = Record });
        if (await child.Exited.WaitAsync(limit, cancellationToken) is not 0 and var code)
        {
            throw new InvalidOperationException($"{Path.GetFileName(tool.File)} of {Name} ended with code {code}:\n{Tail()}");
        }
    }
}

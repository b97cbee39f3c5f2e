using System.Globalization;
using Aspire.Hosting.Native;

namespace EGovPlatform.Faults.Tests;

/// <summary>F19: the first time that each process of PostgreSQL wants its log on the disk, the disk answers EIO.</summary>
internal sealed class BrokenDisk(NativeServer postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private ChildProcess? tracer;

    /// <summary>Returns when it holds PostgreSQL, which takes longer than the shortest fault lasts.</summary>
    public async Task BreakAsync()
    {
        if (postgres.ProcessId == 0)
        {
            return;
        }

        // The postmaster's children are those that flush; later ones are followed.
        var children = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{postgres.ProcessId}/task/{postgres.ProcessId}/children"));
        string[] all = [postgres.ProcessId.ToString(CultureInfo.InvariantCulture), .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var (held, attached) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        tracer = ChildProcess.Start(new("strace", ["-f", "-o", "/dev/null", "-e", "inject=fdatasync:error=EIO:when=1", .. all.SelectMany(id => new[] { "-p", id })])
        {
            Output = (line, _) =>
            {
                if (line.Contains("attached", StringComparison.Ordinal) && Interlocked.Increment(ref held) >= all.Length)
                {
                    attached.TrySetResult();
                }
            },
        });
        await attached.Task.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends it. PostgreSQL gives up rather than trust such a disk, and is started again where it could not do so itself.</summary>
    public async Task MendAsync()
    {
        if (tracer is not null)
        {
            await tracer.StopAsync(TimeSpan.FromSeconds(3));
            await tracer.DisposeAsync();
        }

        await postgres.ReviveAsync();
    }
}

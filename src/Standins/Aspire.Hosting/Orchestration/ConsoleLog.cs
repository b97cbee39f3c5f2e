using System.Runtime.CompilerServices;

namespace Aspire.Hosting.Orchestration;

internal readonly record struct ConsoleLine(int Number, string Text, bool IsError);

/// <summary>The last lines a resource wrote, for whoever comes late.</summary>
internal sealed class ConsoleLog
{
    private const int Kept = 10_000;
    private readonly Lock gate = new();
    private readonly Queue<ConsoleLine> lines = new();
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int last;

    public void Write(string text, bool error)
    {
        lock (gate)
        {
            lines.Enqueue(new ConsoleLine(++last, text, error));
            if (lines.Count > Kept)
            {
                lines.Dequeue();
            }

            more.SetResult();
            more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The last lines of standard error, or of all when there are none.</summary>
    public string Tail(int count)
    {
        lock (gate)
        {
            var errors = lines.Where(l => l.IsError).TakeLast(count).ToList();
            return string.Join('\n', (errors.Count > 0 ? errors : lines.TakeLast(count)).Select(l => "    " + l.Text));
        }
    }

    /// <summary>All kept lines, in portions; with <paramref name="follow"/> also those to come, without end.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ConsoleLine>> ReadAsync(bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = 0;
        while (true)
        {
            ConsoleLine[] portion;
            Task next;
            lock (gate)
            {
                portion = [.. lines.Where(l => l.Number > seen)];
                next = more.Task;
            }

            if (portion.Length > 0)
            {
                seen = portion[^1].Number;
                yield return portion;
            }

            if (!follow)
            {
                yield break;
            }

            await next.WaitAsync(cancellationToken);
        }
    }
}

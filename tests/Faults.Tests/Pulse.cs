using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// Writes without a break through the gateway and looks when Reporting has what was written, so that an outage is seen as long as it is:
/// the longest time without an acknowledged write, and the longest from an acknowledgment to the report.
/// </summary>
internal sealed class Pulse(Site site, Caller caller, History history, Desk desk) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentDictionary<string, long> unreported = new(StringComparer.Ordinal);
    private Task running = Task.CompletedTask;
    private long acknowledged = Stopwatch.GetTimestamp();
    private TimeSpan write;
    private TimeSpan report;

    /// <summary>True when Reporting has all that was acknowledged a moment ago.</summary>
    public bool IsReported => unreported.Values.All(since => Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(1));

    public void Start() => running = Task.WhenAll(WriteAsync(), ReportAsync());

    /// <summary>Forgets the outages seen so far.</summary>
    public void Reset() => (write, report) = (TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The longest time without an acknowledged write, and the longest until one was reported; what still lasts counts too.</summary>
    public (TimeSpan Write, TimeSpan Report) Outages() => (
        Longer(write, Stopwatch.GetElapsedTime(Interlocked.Read(ref acknowledged))),
        unreported.Values.Select(since => Stopwatch.GetElapsedTime(since)).Aggregate(report, Longer));

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await running;
        ended.Dispose();
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private async Task WriteAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            var name = desk.NewName();
            var created = new CreatedAgreement(Guid.NewGuid().ToString(), $"Agreement {name}");
            await caller.CallAsync("CreateAgreement", (invoker, options) => Clerk.Agreements(invoker).CreateAgreementAsync(Clerk.Request(name, created), options));
            history.Created[name] = created;
            write = Longer(write, Stopwatch.GetElapsedTime(acknowledged));
            Interlocked.Exchange(ref acknowledged, Stopwatch.GetTimestamp());
            unreported[name] = acknowledged;
            await Task.Delay(Pause);
        }
    }

    private async Task ReportAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                foreach (var name in await new Store(site, "reporting").TextsAsync("select name from mart.record where name = any($1)", (object)unreported.Keys.ToArray()))
                {
                    unreported.Remove(name, out var since);
                    report = Longer(report, Stopwatch.GetElapsedTime(since));
                }
            }
            catch (NpgsqlException)
            {
                // The database is on its way to another server.
            }

            await Task.Delay(Pause);
        }
    }
}

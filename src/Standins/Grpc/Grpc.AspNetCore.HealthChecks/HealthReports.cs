using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>The results last published, and a way to wait for the next.</summary>
internal sealed class HealthReports : IHealthCheckPublisher
{
    private volatile Entry current = new(null);

    /// <summary>The last report, null before the first, and what completes with the next.</summary>
    public (HealthReport? Report, Task Next) Current
    {
        get
        {
            var entry = current;
            return (entry.Report, entry.Next.Task);
        }
    }

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        var last = current;
        current = new Entry(report);
        last.Next.TrySetResult();
        return Task.CompletedTask;
    }

    private sealed record Entry(HealthReport? Report)
    {
        public TaskCompletionSource Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

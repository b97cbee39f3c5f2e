using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Messaging.Consumers;

/// <summary>Gives every message to the follower of its source, and lets the followers catch up in the background.</summary>
public sealed class ChangeReceiver(
    MessagingOptions options, IInbox inbox, IServiceProvider services, TimeProvider time, ILogger<ChangeReceiver> log)
    : BackgroundService
{
    private readonly Dictionary<string, SourceFollower> _followers = options.Sources.ToDictionary(
        source => source, source => new SourceFollower(source, inbox, options.Pull!(services), time, log), StringComparer.Ordinal);

    /// <summary>Takes a message in. When it returns, the message may be acknowledged.</summary>
    public async Task ReceiveAsync(ChangesCommitted batch, string? traceparent, CancellationToken cancellation)
    {
        if (_followers.TryGetValue(batch.Service, out var follower))
        {
            using var activity = Traces.StartProcess(batch, traceparent);
            await follower.ReceiveAsync(batch.Changes, cancellation);
        }
        else if (batch.Service != options.Service)
        {
            using var activity = Traces.StartProcess(batch, traceparent);
            await ApplyAsync(batch.Service, batch.Changes, cancellation);
        }

        CrashPoints.Pass(CrashPoints.Applied);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_followers.Values.Select(
        follower => follower.RunAsync(stoppingToken))).WaitAsync(stoppingToken);

    /// <summary>Without a log to pull from, the message is all there is: it waits here while the database is away.</summary>
    private async Task ApplyAsync(string source, IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        for (var failures = 0; ;)
        {
            try
            {
                await ApplyOrParkAsync(source, changes, cancellation);
                return;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                log.LogWarning("Changes of {Source} wait: {Reason}", source, e.Message);
                await Backoff.WaitAsync(failures++, time, cancellation);
            }
        }
    }

    private async Task ApplyOrParkAsync(string source, IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        try
        {
            await inbox.ApplyAsync(source, changes, 0, 0, cancellation);
            MessagingTelemetry.Applied.Add(changes.Count, new KeyValuePair<string, object?>("source", source));
        }
        catch (ApplyRejectedException) when (changes.Count > 1)
        {
            foreach (var change in changes)
            {
                await ApplyOrParkAsync(source, [change], cancellation);
            }
        }
        catch (ApplyRejectedException e)
        {
            log.LogError("Parked {EventId} of {Name}: {Reason}", changes[0].EventId, changes[0].Name, e.Message);
            MessagingTelemetry.Parked.Add(1, new KeyValuePair<string, object?>("direction", "in"));
            await inbox.ParkAsync(source, changes[0], e.Message, 0, 0, cancellation);
        }
    }
}

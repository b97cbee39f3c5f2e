using System.Collections.Concurrent;
using EGovPlatform.Integration.V1;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>Sends what is due, in every process that runs: a delivery is leased to one of them at a time.</summary>
internal sealed partial class DeliveryLoop(
    DeliveryStore deliveries, WebhookStore webhooks, WebhookSecrets secrets, Courier courier, WebhookOptions options, TimeProvider time, ILogger<DeliveryLoop> log)
    : BackgroundService
{
    private const string GoneProblem = "The address answered 410 Gone.";
    private static readonly TimeSpan PruneRhythm = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<Task, byte> underWay = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pruned = time.GetUtcNow();
        await Rounds.RunAsync(
            async () =>
            {
                await StartDueAsync(stoppingToken);
                if (time.GetUtcNow() - pruned > PruneRhythm)
                {
                    pruned = await deliveries.PruneAsync(stoppingToken) ? pruned : time.GetUtcNow();
                }
            },
            reason => Waits(log, reason),
            time,
            stoppingToken);
        await Task.WhenAll(underWay.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StartDueAsync(CancellationToken stopping)
    {
        foreach (var due in await deliveries.TakeAsync(stopping))
        {
            var sending = SendAsync(due, stopping);
            underWay[sending] = 0;
            _ = sending.ContinueWith(done => underWay.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task SendAsync(DueDelivery due, CancellationToken stopping)
    {
        try
        {
            var webhook = await webhooks.FindAsync(due.Webhook, stopping);
            if (webhook is null)
            {
                return;
            }

            var outcome = await courier.SendAsync(webhook.Uri, due.EventId, due.Payload, await secrets.SigningAsync(due.Webhook, stopping), stopping);
            var pause = outcome.Delivered ? null : RetryPlan.After(due.Tries + 1, outcome.RetryAfter, Random.Shared.NextDouble());
            var state = outcome.Delivered ? DeliveryState.Delivered : pause is null ? DeliveryState.Failed : DeliveryState.Waiting;
            await deliveries.SettleAsync(due.Id, outcome.Attempt, state, pause);
            if (outcome.Delivered != (webhook.FailingSince is null) || outcome.Gone || Overdue(webhook))
            {
                await JudgeAsync(webhook, outcome, stopping);
            }
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // The lease runs out and the delivery is tried again.
            Waits(log, e.Message);
        }
    }

    /// <summary>Keeps since when a webhook fails, and stops one that failed for too long or is gone.</summary>
    private async Task JudgeAsync(Webhook webhook, Outcome outcome, CancellationToken stopping)
    {
        await webhooks.ChangeAsync(
            webhook.Name, "", null, ownerOnly: false,
            (_, current) =>
            {
                current.FailingSince = outcome.Delivered ? null : current.FailingSince ?? outcome.Attempt.Time;
                if (current.State == WebhookState.Active && !outcome.Delivered && (outcome.Gone || Overdue(current)))
                {
                    current.State = WebhookState.Disabled;
                    current.Problem = outcome.Gone ? GoneProblem : $"It has failed since {current.FailingSince!.ToDateTime():yyyy-MM-dd HH:mm} UTC; the last try: {outcome.Attempt.Error}";
                    Disabled(log, current.Name, current.Problem);
                }

                return Task.CompletedTask;
            },
            stopping);
    }

    private bool Overdue(Webhook webhook) => webhook.FailingSince is { } since && time.GetUtcNow() - since.ToDateTimeOffset() > options.DisableAfter;

    [LoggerMessage(1, LogLevel.Warning, "Webhook deliveries wait: {Reason}")]
    private static partial void Waits(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Webhook} is disabled: {Problem}")]
    private static partial void Disabled(ILogger logger, string webhook, string problem);
}

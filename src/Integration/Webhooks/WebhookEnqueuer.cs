using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Consumers;
using Npgsql;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>Puts each change in line for the webhooks that want it, in the transaction that moves the position: once, and never not.</summary>
internal sealed class WebhookEnqueuer(DeliveryStore deliveries, TimeProvider time) : IChangeHandler
{
    public Task ApplyAsync(NpgsqlConnection connection, IReadOnlyList<Change> changes, CancellationToken cancellation) =>
        AddAsync(connection, changes, null, "", cancellation);

    /// <summary>The same for one webhook, as part of a replay.</summary>
    public async Task AddAsync(NpgsqlConnection connection, IReadOnlyList<Change> changes, string? webhook, string replay, CancellationToken cancellation)
    {
        var filters = await WebhookStore.ListeningAsync(connection, webhook, cancellation);
        if (filters.Count == 0)
        {
            return;
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var wanted = changes.Select(c => new WebhookEvent(c)).SelectMany(e => filters.Where(f => f.Wants(e, today)).Select(f => (f.Webhook.Name, e))).ToList();
        if (wanted.Count > 0)
        {
            await deliveries.AddAsync(connection, wanted, replay, cancellation);
        }
    }
}

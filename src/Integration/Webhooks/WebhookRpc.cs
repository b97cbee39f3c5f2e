using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>The calls of WebhookService; what they mean stands in the proto.</summary>
internal sealed class WebhookRpc(WebhookStore webhooks, WebhookSecrets secrets, DeliveryStore deliveries, Replayer replayer, Courier courier, WebhookOptions options)
    : WebhookService.WebhookServiceBase
{
    private static readonly TimeSpan UsualOverlap = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    public override async Task<Webhook> CreateWebhook(CreateWebhookRequest request, ServerCallContext context)
    {
        var caller = context.Caller();
        var webhook = Masks.Apply(new Webhook(), request.Webhook ?? new Webhook(), null);
        var faults = WebhookRules.Check(webhook, options);
        if (request.WebhookId.Length > 0 && NamePattern.IdProblem(request.WebhookId) is { } problem)
        {
            faults.Add(new("webhook_id", "ID", problem));
        }

        Edits.ThrowIfAny(faults);
        webhook.Name = $"webhooks/{(request.WebhookId.Length > 0 ? request.WebhookId : Guid.CreateVersion7().ToString())}";
        webhook.Owner = caller.Subject;
        await AskAsync(webhook, context.CancellationToken);
        var secret = WebhookSignature.NewSecret();
        if (!await webhooks.AddAsync(webhook, caller, secrets.Seal(webhook.Name, secret), context.CancellationToken))
        {
            throw Errors.AlreadyExists(webhook.Name);
        }

        webhook.Secret = WebhookSignature.Show(secret);
        return webhook;
    }

    public override Task<Webhook> GetWebhook(GetWebhookRequest request, ServerCallContext context) =>
        webhooks.GetAsync(request.Name, context.Caller(), context.CancellationToken);

    public override Task<ListWebhooksResponse> ListWebhooks(ListWebhooksRequest request, ServerCallContext context) =>
        webhooks.ListAsync(request, context.Caller(), context.CancellationToken);

    public override async Task<Webhook> UpdateWebhook(UpdateWebhookRequest request, ServerCallContext context)
    {
        var sent = request.Webhook ?? new Webhook();
        var before = await webhooks.GetAsync(sent.Name, context.Caller(), context.CancellationToken);
        var after = Masks.Apply(before, sent, request.UpdateMask);
        Edits.ThrowIfAny(WebhookRules.Check(after, options));
        if (after.Uri != before.Uri)
        {
            await AskAsync(after, context.CancellationToken);
        }

        // What was asked about is what is stored: the version must still be the one read.
        return await ChangeAsync(sent.Name, sent.Etag.Length > 0 ? sent.Etag : before.Etag, context, current =>
        {
            (current.Uri, current.Description, current.State, current.Problem) = (after.Uri, after.Description, after.State, after.Problem);
            Edits.Replace(current.Types_, after.Types_);
            Edits.Replace(current.Countries, after.Countries);
            Edits.Replace(current.Resources, after.Resources);
        });
    }

    public override async Task<Empty> DeleteWebhook(DeleteWebhookRequest request, ServerCallContext context)
    {
        await webhooks.DeleteAsync(request, context.Caller(), context.CancellationToken);
        return new Empty();
    }

    public override async Task<Webhook> VerifyWebhook(VerifyWebhookRequest request, ServerCallContext context)
    {
        var webhook = await webhooks.GetAsync(request.Name, context.Caller(), context.CancellationToken);
        await AskAsync(webhook, context.CancellationToken);
        return webhook.State != WebhookState.Active
            ? throw Errors.InvalidField("name", "NOT_VERIFIED", webhook.Problem)
            : await ChangeAsync(request.Name, request.Etag.Length > 0 ? request.Etag : webhook.Etag, context, current =>
            {
                current.State = WebhookState.Active;
                current.Problem = "";
                current.FailingSince = null;
            });
    }

    public override Task<Webhook> PauseWebhook(PauseWebhookRequest request, ServerCallContext context) => webhooks.ChangeAsync(
        request.Name, request.Etag, context.Caller(), ownerOnly: false,
        (_, webhook) =>
        {
            webhook.State = webhook.State == WebhookState.Active
                ? WebhookState.Paused
                : throw Errors.IllegalTransition(webhook.Name, $"WEBHOOK_STATE_{webhook.State.ToString().ToUpperInvariant()}", "WEBHOOK_STATE_PAUSED", ["WEBHOOK_STATE_ACTIVE"]);
            return Task.CompletedTask;
        },
        context.CancellationToken);

    public override async Task<Webhook> RotateWebhookSecret(RotateWebhookSecretRequest request, ServerCallContext context)
    {
        var overlap = request.Overlap?.ToTimeSpan() ?? UsualOverlap;
        if (overlap < TimeSpan.Zero || overlap > LongestOverlap)
        {
            throw Errors.InvalidField("overlap", "RANGE", $"overlap is 0 s to {LongestOverlap.Days} days.");
        }

        var secret = WebhookSignature.NewSecret();
        var webhook = await webhooks.ChangeAsync(
            request.Name, request.Etag, context.Caller(), ownerOnly: true,
            (connection, current) => secrets.RotateAsync(connection, current.Name, secret, overlap),
            context.CancellationToken);
        webhook.Secret = WebhookSignature.Show(secret);
        return webhook;
    }

    public override async Task<Operation> ReplayWebhook(ReplayWebhookRequest request, ServerCallContext context)
    {
        var webhook = await webhooks.GetAsync(request.Name, context.Caller(), context.CancellationToken);
        return webhook.Owner == context.Caller().Subject && webhook.State == WebhookState.Active
            ? await replayer.StartAsync(request)
            : throw Errors.InvalidField("name", "NOT_ACTIVE", "Only an ACTIVE webhook of the caller's own is replayed.");
    }

    public override async Task<ListWebhookDeliveriesResponse> ListWebhookDeliveries(ListWebhookDeliveriesRequest request, ServerCallContext context)
    {
        await webhooks.GetAsync(request.Parent, context.Caller(), context.CancellationToken);
        return await deliveries.ListAsync(request, context.CancellationToken);
    }

    private Task<Webhook> ChangeAsync(string name, string etag, ServerCallContext context, Action<Webhook> change) => webhooks.ChangeAsync(
        name, etag, context.Caller(), ownerOnly: true,
        (_, webhook) =>
        {
            change(webhook);
            return Task.CompletedTask;
        },
        context.CancellationToken);

    private async Task AskAsync(Webhook webhook, CancellationToken cancellation)
    {
        var outcome = await courier.AskLeaveAsync(webhook.Uri, cancellation);
        webhook.State = outcome.Delivered ? WebhookState.Active : WebhookState.Pending;
        webhook.Problem = outcome.Attempt.Error;
    }
}

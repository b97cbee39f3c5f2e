using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Webhooks;
using EGovPlatform.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.Integration.Tests.Webhooks;

/// <summary>Changes on their way to addresses outside, as a foreign receiver sees them.</summary>
public sealed class DeliveryTests(WebhookPlatform platform) : IClassFixture<WebhookPlatform>
{
    private const string PlanCreated = "egov.countries.nationalplan.created";

    [Fact]
    public async Task A_change_arrives_as_a_signed_CloudEvent_that_tells_which_record_and_no_more()
    {
        var webhook = await platform.AddAsync("plain", w => w.Types_.Add("egov.*.nationalplan.#"));
        Assert.Equal(WebhookState.Active, webhook.State);
        Assert.StartsWith("whsec_", webhook.Secret, StringComparison.Ordinal);
        Assert.Empty((await platform.Webhooks.GetWebhookAsync(new GetWebhookRequest { Name = webhook.Name })).Secret);

        var plan = await platform.PlanAsync("countries/PE");
        var came = (await platform.Receiver.WaitAsync("plain", 1)).Single(c => c.Event.GetProperty("subject").GetString() == plan.Name);
        Assert.True(came.Verified && came.Valid, came.Error);
        Assert.Equal("application/cloudevents+json; charset=utf-8", came.Type);
        Assert.Equal((came.Id, PlanCreated, "/egov/countries"), (came.Event.GetProperty("id").GetString()!, came.Event.GetProperty("type").GetString()!, came.Event.GetProperty("source").GetString()!));
        Assert.Equal(
            ["name", "resourceType", "kind", "version", "position", "deleted"],
            came.Event.GetProperty("data").EnumerateObject().Select(p => p.Name));
        Assert.Equal(0, await platform.Database("integration").ScalarAsync<long>($"select count(*) from webhook where position('{webhook.Secret[6..]}' in convert_from(body, 'LATIN1')) > 0"));
    }

    [Fact]
    public async Task Only_what_is_wished_for_is_sent()
    {
        await platform.AddAsync("peru", w =>
        {
            w.Types_.Add(PlanCreated);
            w.Countries.Add("countries/PE");
        });
        await platform.AddAsync("agreements", w => w.Types_.Add("egov.countries.agreement.*"));
        var other = await platform.PlanAsync("countries/PY");
        var wanted = await platform.PlanAsync("countries/PE");
        var came = await platform.Receiver.WaitAsync("peru", 1);
        Assert.Contains(wanted.Name, came.Select(c => c.Event.GetProperty("subject").GetString()));
        Assert.DoesNotContain(other.Name, came.Select(c => c.Event.GetProperty("subject").GetString()));
        Assert.Empty(await platform.Receiver.CameAsync("agreements"));
    }

    [Fact]
    public async Task A_failed_delivery_is_tried_again_under_the_same_id_and_the_log_tells_of_both()
    {
        var webhook = await platform.AddAsync("shaky", w => w.Types_.Add(PlanCreated));
        await platform.Receiver.TellAsync("shaky", new { statuses = new[] { 302, 503 } });
        await platform.PlanAsync("countries/KH");
        var came = await platform.Receiver.WaitAsync("shaky", 3);
        Assert.Equal([302, 503, 204], came.Take(3).Select(c => c.Status));
        Assert.Single(came.Take(3).Select(c => c.Id).Distinct());
        var delivery = await Eventually.GetAsync("the delivery to be settled", async () =>
            (await platform.Webhooks.ListWebhookDeliveriesAsync(new ListWebhookDeliveriesRequest { Parent = webhook.Name, States = { DeliveryState.Delivered } })).Deliveries.FirstOrDefault());
        Assert.Equal([302, 503, 204], delivery.Attempts.Select(a => a.HttpStatus));
        Assert.Equal(["The answer was 302.", "The answer was 503.", ""], delivery.Attempts.Select(a => a.Error));
        Assert.Null(delivery.NextAttemptTime);
    }

    [Fact]
    public async Task Until_the_overlap_ends_both_secrets_fit()
    {
        var webhook = await platform.AddAsync("rotating", w => w.Types_.Add(PlanCreated));
        var rotated = await platform.Webhooks.RotateWebhookSecretAsync(new RotateWebhookSecretRequest { Name = webhook.Name });
        Assert.NotEqual(webhook.Secret, rotated.Secret);
        await platform.PlanAsync("countries/VN");
        Assert.True((await platform.Receiver.WaitAsync("rotating", 1))[0] is { Verified: true, Signatures: 2 });

        await platform.Receiver.TellAsync("rotating", new { secret = rotated.Secret });
        await platform.PlanAsync("countries/VN");
        Assert.True((await platform.Receiver.WaitAsync("rotating", 2))[1] is { Verified: true, Signatures: 2 });

        await platform.Webhooks.RotateWebhookSecretAsync(new RotateWebhookSecretRequest { Name = webhook.Name, Overlap = new Duration() });
        await platform.PlanAsync("countries/VN");
        Assert.True((await platform.Receiver.WaitAsync("rotating", 3))[2] is { Verified: false, Signatures: 1 });
    }

    [Fact]
    public async Task An_address_that_is_gone_or_fails_for_too_long_is_called_no_more()
    {
        var gone = await platform.AddAsync("gone", w => w.Types_.Add(PlanCreated));
        var down = await platform.AddAsync("down", w => w.Types_.Add(PlanCreated));
        await platform.Receiver.TellAsync("gone", new { statuses = new[] { 410 } });
        await platform.Receiver.TellAsync("down", new { statuses = Enumerable.Repeat(500, 100) });
        await platform.PlanAsync("countries/LA");
        foreach (var (name, problem) in new[] { (gone.Name, "410"), (down.Name, "The answer was 500.") })
        {
            var stopped = await Eventually.GetAsync($"{name} to be disabled", async () =>
                await platform.Webhooks.GetWebhookAsync(new GetWebhookRequest { Name = name }) is { State: WebhookState.Disabled } w ? w : null);
            Assert.Contains(problem, stopped.Problem, StringComparison.Ordinal);
        }

        await platform.Receiver.TellAsync("down", new { statuses = Array.Empty<int>() });
        var back = await platform.Webhooks.VerifyWebhookAsync(new VerifyWebhookRequest { Name = down.Name });
        Assert.Equal((WebhookState.Active, "", null), (back.State, back.Problem, back.FailingSince));
    }

    [Fact]
    public async Task What_happened_before_is_sent_by_a_replay_under_the_ids_it_had()
    {
        var before = await platform.PlanAsync("countries/UZ");
        var webhook = await platform.AddAsync("late", w => w.Resources.Add(before.Name));
        await platform.Webhooks.ReplayWebhookAsync(new ReplayWebhookRequest { Name = webhook.Name, Service = "countries" });
        var first = (await platform.Receiver.WaitAsync("late", 1))[0];
        Assert.Equal(before.Name, first.Event.GetProperty("subject").GetString());
        await platform.Webhooks.ReplayWebhookAsync(new ReplayWebhookRequest { Name = webhook.Name, Service = "countries", AfterPosition = long.Parse(first.Event.GetProperty("data").GetProperty("position").GetString()!, CultureInfo.InvariantCulture) - 1 });
        Assert.Equal(first.Id, (await platform.Receiver.WaitAsync("late", 2))[1].Id);
    }

    [Fact]
    public async Task A_partner_is_told_of_what_it_may_read_alone()
    {
        await platform.AddAsync("partner", w => w.Types_.Add(PlanCreated), platform.As("partner", Role.Partner, "countries/PE"));
        await platform.PlanAsync("countries/PE");
        await platform.PlanAsync("countries/PY", VisibilityLevel.Shared, "countries/PY");
        var shared = await platform.PlanAsync("countries/PE", VisibilityLevel.Shared, "countries/PE");
        var known = await platform.PlanAsync("countries/PE", VisibilityLevel.Public);
        Assert.Equal(new[] { shared.Name, known.Name }.ToHashSet(), (await platform.Receiver.WaitAsync("partner", 2)).Select(c => c.Event.GetProperty("subject").GetString()!).ToHashSet());
    }

    [Fact]
    public async Task A_webhook_is_told_of_its_workspace_and_of_what_is_public()
    {
        var health = TestIssuer.WorkspaceToken("health", Role.Editor);
        var webhooks = new WebhookService.WebhookServiceClient(platform.Service("integration").ChannelWith(health));
        await platform.AddAsync("of-health", w => w.Types_.Add(PlanCreated), webhooks);
        await platform.AddAsync("of-home", w => w.Types_.Add(PlanCreated));
        var internalToHome = await platform.PlanAsync("countries/PE");
        var internalToHealth = await platform.PlanAsync("countries/PE", health);
        var known = await platform.PlanAsync("countries/PE", VisibilityLevel.Public);

        Assert.Equal(new[] { internalToHealth.Name, known.Name }.ToHashSet(), await SubjectsAsync("of-health"));
        Assert.Equal(new[] { internalToHome.Name, known.Name }.ToHashSet(), await SubjectsAsync("of-home"));
        var stranger = new WebhookService.WebhookServiceClient(platform.Service("integration").ChannelWith(TestIssuer.WorkspaceToken("transport", Role.Operator)));
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await stranger.PauseWebhookAsync(new PauseWebhookRequest { Name = "webhooks/of-health" }))).StatusCode);
    }

    private async Task<HashSet<string>> SubjectsAsync(string webhook) => [.. (await platform.Receiver.WaitAsync(webhook, 2)).Select(c => c.Event.GetProperty("subject").GetString()!)];

    [Fact]
    public async Task Two_processes_send_each_event_once()
    {
        await using var second = await platform.StartAsync("integration", ("services:countries:grpc:0", platform.Service("countries").Grpc.ToString()));
        await platform.AddAsync("pair", w => w.Types_.Add(PlanCreated));
        var plans = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => platform.PlanAsync("countries/KG")));
        await platform.Receiver.WaitAsync("pair", plans.Length);
        await Eventually.Async("no delivery to be left", async () => await platform.Database("integration").ScalarAsync<long>(
            "select count(*) from webhook_delivery where webhook = 'webhooks/pair' and next_time is not null") == 0);
        var subjects = (await platform.Receiver.CameAsync("pair")).Select(c => c.Event.GetProperty("subject").GetString()).ToList();
        Assert.Empty(plans.Select(p => p.Name).Except(subjects));
        Assert.Equal(subjects.Count, subjects.Distinct().Count());
    }

    [Fact]
    public async Task A_webhook_is_its_owners_and_an_operator_may_only_stop_it()
    {
        var webhook = await platform.AddAsync("owned");
        var stranger = platform.As("stranger", Role.Viewer);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await stranger.GetWebhookAsync(new GetWebhookRequest { Name = webhook.Name }))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await stranger.PauseWebhookAsync(new PauseWebhookRequest { Name = webhook.Name }))).StatusCode);
        Assert.DoesNotContain(webhook.Name, (await stranger.ListWebhooksAsync(new ListWebhooksRequest())).Webhooks.Select(w => w.Name));

        var operate = platform.As("operator", Role.Operator);
        var elsewhere = new UpdateWebhookRequest { Webhook = new Webhook { Name = webhook.Name, Uri = platform.Receiver.Uri("elsewhere") } };
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await operate.UpdateWebhookAsync(elsewhere))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await operate.RotateWebhookSecretAsync(new RotateWebhookSecretRequest { Name = webhook.Name }))).StatusCode);
        Assert.Equal(WebhookState.Paused, (await operate.PauseWebhookAsync(new PauseWebhookRequest { Name = webhook.Name })).State);
        var again = await Assert.ThrowsAsync<RpcException>(async () => await operate.PauseWebhookAsync(new PauseWebhookRequest { Name = webhook.Name }));
        Assert.Equal("WEBHOOK_STATE_ACTIVE", again.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Metadata["allowed"]);
    }
}

using System.Net;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService;
using EGovPlatform.IntegrationService.Webhooks;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Integration.Tests.Webhooks;

/// <summary>Which addresses webhooks may have, and when they are called again.</summary>
public sealed class TargetTests(WebhookPlatform platform) : IClassFixture<WebhookPlatform>
{
    [Theory]
    [InlineData("http://example.org/hook")]
    [InlineData("https://user:word@example.org/hook")]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://2130706433/hook")]
    [InlineData("https://0x7f.1/hook")]
    [InlineData("https://0177.0.0.1/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://[::ffff:10.0.0.1]/hook")]
    [InlineData("https://[fe80::1]/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/hook")]
    public void An_address_that_is_not_public_https_is_refused(string uri) =>
        Assert.Equal("webhook.uri", Assert.Single(WebhookRules.Check(new Webhook { Uri = uri }, new WebhookOptions())).FieldPath);

    [Fact]
    public async Task A_name_of_this_machine_is_refused_when_it_is_called()
    {
        using var courier = new Courier(new WebhookOptions(), TimeProvider.System);
        var outcome = await courier.AskLeaveAsync(platform.Receiver.Uri("inner").Replace("127.0.0.1", "localhost", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal((false, "The address is not public."), (outcome.Delivered, outcome.Attempt.Error));
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        await platform.Receiver.TellAsync("moved", new { secret = "whsec_AAAA", statuses = new[] { 307 } });
        using var courier = new Courier(new WebhookOptions { AllowPrivateTargets = true }, TimeProvider.System);
        var outcome = await courier.SendAsync(platform.Receiver.Uri("moved"), "1", "{}"u8.ToArray(), [WebhookSignature.NewSecret()], TestContext.Current.CancellationToken);
        Assert.Equal((false, 307), (outcome.Delivered, outcome.Attempt.HttpStatus));
        Assert.Empty(await platform.Receiver.CameAsync("elsewhere"));
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:7f00:1::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    public void Public_is_what_the_registries_call_globally_reachable(string address, bool isPublic) => Assert.Equal(isPublic, PublicTargets.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task The_test_switch_stops_a_service_that_is_not_in_development()
    {
        var database = platform.Database("integration").ConnectionString;
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningService.StartAsync(
            IntegrationApp.Build, ("ConnectionStrings:integrationdb", database), ("environment", "Production"), ("Access:DevelopmentKey", ""), ("Access:Authority", "https://login.example.org"), ("Access:Audience", "egovplatform"), ("Mtls:Enabled", "false"), ("Webhooks:AllowPrivateTargets", "true")));
        Assert.Contains("AllowPrivateTargets", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_a_webhook_is_told_and_nothing_is_stored()
    {
        var bad = new Webhook { Uri = "ftp://example.org", Types_ = { "egov..x", "egov.#" }, Countries = { "PE" }, Resources = { "nothing" } };
        var error = await Assert.ThrowsAsync<RpcException>(async () => await platform.Webhooks.CreateWebhookAsync(new CreateWebhookRequest { WebhookId = "Bad id", Webhook = bad }));
        Assert.Equal(
            ["webhook.uri", "webhook.types[0]", "webhook.countries[0]", "webhook.resources[0]", "webhook_id"],
            error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Fact]
    public async Task An_address_that_does_not_agree_gets_nothing_until_it_does()
    {
        await platform.Receiver.TellAsync("shy", new { refuses = true });
        var webhook = await platform.AddAsync("shy");
        Assert.Equal((WebhookState.Pending, "The answer was 405."), (webhook.State, webhook.Problem));
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await platform.Webhooks.VerifyWebhookAsync(new VerifyWebhookRequest { Name = webhook.Name }));
        Assert.Contains("405", refused.Status.Detail, StringComparison.Ordinal);
        // Another address shows when the change has been taken in: a webhook hears what is taken in while it is ACTIVE.
        await platform.AddAsync("willing", w => w.Types_.Add("egov.countries.nationalplan.created"));
        await platform.PlanAsync("countries/RS");
        await platform.Receiver.WaitAsync("willing", 1);
        await platform.Receiver.TellAsync("shy", new { refuses = false });
        Assert.Equal(WebhookState.Active, (await platform.Webhooks.VerifyWebhookAsync(new VerifyWebhookRequest { Name = webhook.Name })).State);
        var moved = await platform.Webhooks.UpdateWebhookAsync(new UpdateWebhookRequest { Webhook = new Webhook { Name = webhook.Name, Uri = "http://127.0.0.1:9/" } });
        Assert.Equal((WebhookState.Pending, "The connection was refused."), (moved.State, moved.Problem));
        Assert.Empty(await platform.Receiver.CameAsync("shy"));
    }

    [Fact]
    public void Pauses_grow_stay_within_their_spread_and_honor_the_receivers_wish()
    {
        var whole = TimeSpan.Zero;
        for (var tries = 1; tries < RetryPlan.Tries; tries++)
        {
            var (least, most) = (RetryPlan.After(tries, null, 0)!.Value, RetryPlan.After(tries, null, 0.999)!.Value);
            Assert.True(least > TimeSpan.Zero && most < least * 1.6);
            Assert.True(RetryPlan.After(tries, TimeSpan.FromHours(20), 0) >= TimeSpan.FromHours(19.2));
            Assert.Equal(TimeSpan.FromHours(24), RetryPlan.After(tries, TimeSpan.FromDays(400), 0));
            whole += RetryPlan.After(tries, null, 0.5)!.Value;
        }

        Assert.Null(RetryPlan.After(RetryPlan.Tries, null, 0.5));
        Assert.InRange(whole, TimeSpan.FromDays(3), TimeSpan.FromDays(5));
    }

    [Theory]
    [InlineData("#", "egov.countries.agreement.signed", true)]
    [InlineData("egov.*.agreement.signed", "egov.countries.agreement.signed", true)]
    [InlineData("egov.#.signed", "egov.countries.agreement.signed", true)]
    [InlineData("egov.#.agreement.#.signed", "egov.countries.agreement.signed", true)]
    [InlineData("egov.countries.*", "egov.countries.agreement.signed", false)]
    [InlineData("egov.countries.agreement", "egov.countries.agreement.signed", false)]
    [InlineData("*", "egov.countries.agreement.signed", false)]
    public void Patterns_match_as_the_brokers_bindings_do(string pattern, string type, bool matches) => Assert.Equal(matches, EventFilter.Matches(pattern, type));
}

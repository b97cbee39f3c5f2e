using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;
using Grpc.Core;
using MimeKit;

namespace EGovPlatform.Integration.Tests.Notices;

/// <summary>Notices from the owners to a mailbox.</summary>
public sealed class NoticeTests(NoticePlatform platform) : IClassFixture<NoticePlatform>
{
    [Fact]
    public async Task Nothing_but_the_request_to_confirm_goes_to_a_mailbox_that_has_not_agreed()
    {
        var due = await platform.DueAsync("countries/KR");
        var pending = await platform.PendingAsync("unsure", s => s.About.Add("countries/KR"));
        Assert.Equal(NotificationSubscriptionState.Pending, pending.State);
        var first = await platform.Mail.TokenAsync("unsure@example.org");
        var wrong = await Assert.ThrowsAsync<RpcException>(async () => await platform.Notices.ConfirmNotificationSubscriptionAsync(new ConfirmNotificationSubscriptionRequest { Name = pending.Name, Token = "x" + first[1..] }));
        Assert.Equal(StatusCode.InvalidArgument, wrong.StatusCode);

        await platform.Notices.RequestNotificationConfirmationAsync(new RequestNotificationConfirmationRequest { Name = pending.Name });
        var second = await platform.Mail.TokenAsync("unsure@example.org", 2);
        await Assert.ThrowsAsync<RpcException>(async () => await platform.Notices.ConfirmNotificationSubscriptionAsync(new ConfirmNotificationSubscriptionRequest { Name = pending.Name, Token = first }));
        Assert.Equal(2, platform.Mail.For("unsure@example.org").Count);
        Assert.Empty(await platform.ToldAsync(pending.Name));

        var active = await platform.Notices.ConfirmNotificationSubscriptionAsync(new ConfirmNotificationSubscriptionRequest { Name = pending.Name, Token = second });
        Assert.Equal(NotificationSubscriptionState.Active, active.State);
        Assert.Contains(due.Name, (await platform.Mail.WaitAsync("unsure@example.org", 3))[2].Text, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RpcException>(async () => await platform.Notices.ConfirmNotificationSubscriptionAsync(new ConfirmNotificationSubscriptionRequest { Name = pending.Name, Token = second }));
        Assert.Equal(0, await platform.Database("integration").ScalarAsync<long>("select count(*) from notification_subscription where position(convert_to('unsure@', 'UTF8') in body || address) > 0"));
    }

    [Fact]
    public async Task A_mail_names_records_and_dates_and_shows_nothing_of_what_they_say()
    {
        var due = await platform.DueAsync("countries/VN", "2018");
        await platform.SubscribeAsync("vietnam", s =>
        {
            s.LanguageCode = "ko";
            s.About.Add("countries/VN");
        });
        var mail = (await platform.Mail.WaitAsync("vietnam@example.org", 2))[1];
        Assert.Equal("EGovPlatform: 알림 1건", mail.Message.Subject);
        Assert.Contains("기한이 된 후속 조치:", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"- 2018: {NoticePlatform.Base}/v1/{due.Name}", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{NoticePlatform.Base}/v1/{due.Name}\">", mail.Message.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("secret plan", mail.Text + mail.Message.HtmlBody, StringComparison.Ordinal);
        // On the wire a header is ASCII (RFC 2047).
        Assert.All(mail.Raw[..mail.Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)], c => Assert.InRange(c, '\0', '\x7f'));
        Assert.Equal("auto-generated", mail.Message.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal("EGov 알림", Assert.IsType<MailboxAddress>(Assert.Single(mail.Message.From)).Name);
    }

    [Fact]
    public async Task Who_subscribes_is_told_of_what_they_may_read_alone()
    {
        var partner = platform.As("partner", Role.Partner, "countries/PE");
        await platform.SubscribeAsync("partner", by: partner);
        await platform.DueAsync("countries/PE");
        var shared = await platform.DueAsync("countries/PE", "2018-05-30", VisibilityLevel.Shared, "countries/PE");
        await platform.Mail.WaitAsync("partner@example.org", 2);
        var told = (await partner.ListNotificationMailsAsync(new ListNotificationMailsRequest())).NotificationMails.SelectMany(m => m.Notices).Select(n => n.Record);
        Assert.Equal([shared.Name], told);
    }

    [Fact]
    public async Task A_notice_is_told_once_while_it_holds_and_again_when_it_comes_back()
    {
        var followUps = new FollowUpService.FollowUpServiceClient(platform.Channel("activities"));
        var subscription = await platform.SubscribeAsync("once", s => s.About.Add("countries/LA"));
        var due = await platform.DueAsync("countries/LA");
        await platform.Mail.WaitAsync("once@example.org", 2);
        var other = await platform.DueAsync("countries/LA");
        await platform.Mail.WaitAsync("once@example.org", 3);
        Assert.Equal([other.Name, due.Name], await platform.ToldAsync(subscription.Name));

        var deleted = await followUps.DeleteFollowUpAsync(new DeleteRequest { Name = due.Name, Reason = "test" });
        await Eventually.Async("the notice to hold no more", async () => await platform.Database("integration").ScalarAsync<long>($"select count(*) from notification_told where record = '{due.Name}' and subscription = '{subscription.Name}'") == 0);
        await followUps.UndeleteFollowUpAsync(new UndeleteRequest { Name = due.Name, Etag = deleted.Etag, Reason = "test" });
        await platform.Mail.WaitAsync("once@example.org", 4);
        Assert.Equal([due.Name, other.Name, due.Name], await platform.ToldAsync(subscription.Name));
    }

    [Fact]
    public async Task What_waits_for_an_approver_is_told()
    {
        var delegations = new DelegationService.DelegationServiceClient(platform.Channel("activities"));
        var proposed = await delegations.CreateDelegationAsync(new CreateDelegationRequest { Delegation = new Delegation { Direction = DelegationDirection.Outbound, Names = { new Name { Text = "To come", LanguageCode = "en" } }, Legs = { new Leg { Key = "1", Country = "countries/KH" } } } });
        await platform.SubscribeAsync("approver", s =>
        {
            s.Kinds.Clear();
            s.Kinds.Add(NoticeKind.ApprovalWaiting);
            s.About.Add("countries/KH");
            s.LanguageCode = "es";
        });
        var mail = (await platform.Mail.WaitAsync("approver@example.org", 2))[1];
        Assert.Contains($"Pendientes de aprobación:\n- {NoticePlatform.Base}/v1/{proposed.Name}", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_digest_waits_for_its_hour_and_two_processes_send_it_once()
    {
        await using var second = await platform.StartSecondAsync();
        var subscription = await platform.SubscribeAsync("daily", s =>
        {
            s.Digest = NotificationDigest.Daily;
            s.About.Add("countries/UZ");
        });
        var due = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => platform.DueAsync("countries/UZ")));
        Assert.True(subscription.NextTime.ToDateTime() > DateTime.UtcNow);
        Assert.Single(platform.Mail.For("daily@example.org"));

        // Its hour has come.
        await platform.Database("integration").ScalarAsync<long>($"with due as (update notification_subscription set next_time = now() where name = '{subscription.Name}' returning 1) select count(*) from due");
        var mail = (await platform.Mail.WaitAsync("daily@example.org", 2))[1];
        Assert.All(due, d => Assert.Contains(d.Name, mail.Text, StringComparison.Ordinal));
        // And comes again, with nothing new: what was told stays told.
        await platform.Database("integration").ScalarAsync<long>($"with due as (update notification_subscription set next_time = now() where name = '{subscription.Name}' returning 1) select count(*) from due");
        await Eventually.Async("the subscription to be looked at", async () => (await platform.Notices.GetNotificationSubscriptionAsync(new GetNotificationSubscriptionRequest { Name = subscription.Name })).NextTime.ToDateTime() > DateTime.UtcNow);
        Assert.Equal(due.Length, (await platform.ToldAsync(subscription.Name)).Count);
        Assert.Equal(2, platform.Mail.For("daily@example.org").Count);
    }
}

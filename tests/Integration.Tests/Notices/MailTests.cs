using System.Net;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Notices;
using EGovPlatform.Testing;
using Grpc.Core;
using MimeKit;

namespace EGovPlatform.Integration.Tests.Notices;

/// <summary>Mails on their way: tries, refusals, the way out, the operators' mailbox.</summary>
public sealed class MailTests(NoticePlatform platform) : IClassFixture<NoticePlatform>
{
    [Fact]
    public async Task A_mail_that_was_put_off_is_tried_again_under_the_same_id()
    {
        platform.Mail.Fail("shaky@example.org", 1);
        var pending = await platform.PendingAsync("shaky");
        var came = Assert.Single(await platform.Mail.WaitAsync("shaky@example.org", 1));
        var mail = await Eventually.GetAsync("the mail to be settled", async () => (await platform.Notices.ListNotificationMailsAsync(
            new ListNotificationMailsRequest { Subscription = pending.Name, States = { NotificationMailState.Delivered } })).NotificationMails.FirstOrDefault());
        Assert.Equal([(451, "The mail server refused the mail."), (0, "")], mail.Attempts.Select(a => (a.SmtpStatus, a.Error)));
        Assert.Equal(mail.MessageId, came.Message.MessageId);
        Assert.Equal(0, await platform.Database("integration").ScalarAsync<long>($"select count(*) from notification_mail where subscription = '{pending.Name}' and token is not null"));
    }

    [Fact]
    public async Task A_mailbox_that_is_refused_for_good_ends_the_subscription_at_once()
    {
        var pending = await platform.PendingAsync("nobody", s => s.Address = "nobody@gone.example");
        var stopped = await Eventually.GetAsync("the subscription to be disabled", async () =>
            await platform.Notices.GetNotificationSubscriptionAsync(new GetNotificationSubscriptionRequest { Name = pending.Name }) is { State: NotificationSubscriptionState.Disabled } s ? s : null);
        Assert.Equal("The mailbox was refused.", stopped.Problem);
        var mail = Assert.Single((await platform.Notices.ListNotificationMailsAsync(new ListNotificationMailsRequest { Subscription = pending.Name })).NotificationMails);
        Assert.Equal((NotificationMailState.Failed, 1), (mail.State, mail.Attempts.Count));
    }

    [Fact]
    public async Task A_mail_in_line_outlives_the_process_and_the_mail_server()
    {
        await using var own = new NoticePlatform();
        var port = own.Mail.Port;
        await own.InitializeAsync();
        await own.SubscribeAsync("patient");
        await own.Mail.DisposeAsync();
        var due = await own.DueAsync();
        await Eventually.Async("the mail to be in line", async () => await own.Database("integration").ScalarAsync<long>("select count(*) from notification_mail where tries > 0 and next_time is not null") == 1);
        await own.StopAsync("integration");
        await using var server = new MailCatcher(port);
        await using var again = await own.StartSecondAsync();
        Assert.Contains(due.Name, Assert.Single(await server.WaitAsync("patient@example.org", 1)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_button_of_a_mail_program_ends_the_subscription_without_a_sign_in()
    {
        await platform.DueAsync("countries/KG");
        var subscription = await platform.SubscribeAsync("enough", s => s.About.Add("countries/KG"));
        var mail = (await platform.Mail.WaitAsync("enough@example.org", 2))[1].Message;
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);
        var link = new Uri(mail.Headers[HeaderId.ListUnsubscribe]!.Replace(" ", "", StringComparison.Ordinal).Trim('<', '>'));
        Assert.StartsWith(NoticePlatform.Base, link.ToString(), StringComparison.Ordinal);

        using var http = platform.Service("integration").Client();
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, "/v1/notificationSubscriptions:unsubscribe?token=nonsense"));
        Assert.Equal(NotificationSubscriptionState.Active, (await platform.Notices.GetNotificationSubscriptionAsync(new GetNotificationSubscriptionRequest { Name = subscription.Name })).State);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, link.PathAndQuery));
        var ended = await platform.Notices.GetNotificationSubscriptionAsync(new GetNotificationSubscriptionRequest { Name = subscription.Name });
        Assert.Equal((NotificationSubscriptionState.Unsubscribed, null), (ended.State, ended.NextTime));
    }

    [Theory]
    [InlineData("a@example.org\r\nBcc: b@example.org")]
    [InlineData("a@example.org, b@example.org")]
    [InlineData("Somebody <a@example.org>")]
    [InlineData("a@example.org>\r\nDATA")]
    [InlineData("nobody")]
    public async Task An_address_is_one_mailbox_and_nothing_else(string address)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => platform.PendingAsync("forged", s => s.Address = address));
        Assert.Contains("notification_subscription.address", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_subject_is_called_cannot_add_a_header()
    {
        var forger = platform.As("me\r\nBcc: b@example.org\r\n\r\n<b>hi</b>", Role.Viewer);
        await platform.PendingAsync("victim", by: forger);
        var mail = Assert.Single(await platform.Mail.WaitAsync("victim@example.org", 1)).Message;
        Assert.Empty(mail.Bcc);
        Assert.DoesNotContain("<b>hi</b>", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_alert_reaches_the_operators_once_for_a_request()
    {
        var operate = platform.As("operator", Role.Operator);
        var request = new SendTestAlertRequest { RequestId = Guid.NewGuid().ToString() };
        var first = await operate.SendTestAlertAsync(request);
        Assert.Equal(first.Name, (await operate.SendTestAlertAsync(request)).Name);
        var mail = (await platform.Mail.WaitAsync(NoticePlatform.Operators, 1))[0];
        Assert.Equal(("EGovPlatform: test alert", first.MessageId), (mail.Message.Subject, mail.Message.MessageId));
        await Eventually.Async("the mail to be settled", async () => (await operate.GetNotificationMailAsync(new GetNotificationMailRequest { Name = first.Name })).State == NotificationMailState.Delivered);
        Assert.Single(platform.Mail.For(NoticePlatform.Operators));
    }

    [Fact]
    public async Task Others_do_not_see_a_subscription_and_operators_see_no_address()
    {
        var pending = await platform.PendingAsync("private");
        var stranger = platform.As("stranger", Role.Viewer);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await stranger.GetNotificationSubscriptionAsync(new GetNotificationSubscriptionRequest { Name = pending.Name }))).StatusCode);
        Assert.Empty((await stranger.ListNotificationMailsAsync(new ListNotificationMailsRequest())).NotificationMails);
        var operate = platform.As("operator", Role.Operator);
        Assert.Equal("", (await operate.GetNotificationSubscriptionAsync(new GetNotificationSubscriptionRequest { Name = pending.Name })).Address);
        var elsewhere = new UpdateNotificationSubscriptionRequest { NotificationSubscription = new NotificationSubscription { Name = pending.Name, Address = "operator@example.org" } };
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await operate.UpdateNotificationSubscriptionAsync(elsewhere))).StatusCode);
        await platform.Notices.DeleteNotificationSubscriptionAsync(new DeleteNotificationSubscriptionRequest { Name = pending.Name, Etag = pending.Etag });
    }

    [Fact]
    public async Task Another_address_must_be_confirmed_anew()
    {
        var active = await platform.SubscribeAsync("moving");
        var moved = await platform.Notices.UpdateNotificationSubscriptionAsync(new UpdateNotificationSubscriptionRequest { NotificationSubscription = new NotificationSubscription { Name = active.Name, Address = "moved@example.org", Etag = active.Etag } });
        Assert.Equal((NotificationSubscriptionState.Pending, null), (moved.State, moved.NextTime));
        var confirmed = await platform.Notices.ConfirmNotificationSubscriptionAsync(new ConfirmNotificationSubscriptionRequest { Name = active.Name, Token = await platform.Mail.TokenAsync("moved@example.org") });
        Assert.Equal(NotificationSubscriptionState.Active, confirmed.State);
    }

    [Fact]
    public void All_languages_have_the_same_words() =>
        Assert.All(Letters.Languages, language => Assert.Equal(Letters.Keys("en"), Letters.Keys(language)));

    [Fact]
    public void There_are_words_in_the_languages_promised() => Assert.Equal(["en", "es", "ko"], Letters.Languages);

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string path)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        using var response = await http.PostAsync(path, form, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}

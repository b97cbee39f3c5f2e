using System.Globalization;
using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.Tests.Notices;
using EGovPlatform.Testing;
using MimeKit;

namespace EGovPlatform.SystemTests;

/// <summary>Notices by e-mail, from a record written at the gateway to a mailbox and out again by the link of the mail.</summary>
public sealed partial class NoticeTests(Platform platform) : IAsyncDisposable
{
    private readonly GatewayClient officer = new(platform, "notified", Role.Editor, Role.Approver);
    private readonly string id = Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task What_falls_due_runs_out_or_waits_reaches_the_mailbox_in_its_language_until_the_link_ends_it()
    {
        var address = $"{id}@example.org";
        var program = await officer.AddAsync("programs", """{"names":[{"text":"Told of","languageCode":"en"}]}""");
        var subscription = await officer.AddAsync($"notificationSubscriptions?notificationSubscriptionId=n-{id}", $$"""
            {"address":"{{address}}","languageCode":"es","digest":"NOTIFICATION_DIGEST_IMMEDIATE","leadDays":60,"about":["countries/KI","{{program}}"]}
            """);
        await officer.PostAsync($"{subscription}:confirm", $$"""{"token":"{{await platform.Mail.TokenAsync(address)}}"}""");

        var due = await officer.AddAsync("followUps", $$"""{"commitment":"a word that stays here","origin":"{{program}}","due":{"edtf":"2018-05-30"} }""");
        var soon = DateTime.UtcNow.AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var agreement = await officer.AddAsync("agreements", $$"""
            {"kind":"AGREEMENT_KIND_MEMORANDUM","subject":"e-government","parties":[{"resource":"countries/KR"},{"resource":"countries/KI"}],"term":{"edtf":"2018-01-01/{{soon}}"},
             "instruments":[{"key":"signing","kind":"INSTRUMENT_KIND_SIGNING","actDate":{"edtf":"2018-01-01"},"signatories":[{"party":"countries/KR","role":"SIGNATORY_ROLE_SIGNED"}]}]}
            """);
        await officer.PostAsync($"{agreement}:sign", """{"effective":{"edtf":"2018-01-01"}}""");
        await officer.PostAsync($"{agreement}:enterIntoForce", """{"effective":{"edtf":"2018-01-01"}}""");
        var waiting = await officer.AddAsync("delegations", """{"direction":"DELEGATION_DIRECTION_OUTBOUND","names":[{"text":"To come","languageCode":"en"}],"legs":[{"key":"1","country":"countries/KI"}]}""");

        foreach (var (words, record) in new[] { ("Seguimientos", due), ("Acuerdos", agreement), ("Pendientes de aprobación:", waiting) })
        {
            await Eventually.Async($"a mail about {record}", () => platform.Mail.For(address).Any(m => m.Text.Contains($"/v1/{record}", StringComparison.Ordinal) && m.Text.Contains(words, StringComparison.Ordinal)));
        }

        Assert.All(platform.Mail.For(address), m => Assert.DoesNotContain("a word that stays here", m.Raw, StringComparison.Ordinal));
        await EndAsync(platform.Mail.For(address)[^1]);
        var told = platform.Mail.For(address).Count;
        Assert.Equal("NOTIFICATION_SUBSCRIPTION_STATE_UNSUBSCRIBED", (string)(await officer.GetAsync(subscription))["state"]!);

        // A later mail to another mailbox shows that owners were asked since.
        var other = $"other-{id}@example.org";
        var second = await officer.AddAsync($"notificationSubscriptions?notificationSubscriptionId=o-{id}", $$"""{"address":"{{other}}","digest":"NOTIFICATION_DIGEST_IMMEDIATE","about":["{{program}}"]}""");
        await officer.PostAsync($"{second}:confirm", $$"""{"token":"{{await platform.Mail.TokenAsync(other)}}"}""");
        var later = await officer.AddAsync("followUps", $$"""{"commitment":"later","origin":"{{program}}","due":{"edtf":"2018-05-31"} }""");
        await Eventually.Async("a mail to the other mailbox", () => platform.Mail.For(other).Any(m => m.Text.Contains(later, StringComparison.Ordinal) && m.Text.Contains("Follow-ups that are due:", StringComparison.Ordinal)));
        Assert.Equal(told, platform.Mail.For(address).Count);
    }

    [Fact]
    public async Task The_test_alert_of_the_command_line_reaches_the_operators()
    {
        var before = platform.Mail.For(Platform.Operators).Count;
        var (code, output) = await platform.EgovAsync("operate", "alert-test");
        Assert.True(code == 0, output);
        Assert.Contains("was taken by the mail server", output, StringComparison.Ordinal);
        Assert.Equal("EGovPlatform: test alert", (await platform.Mail.WaitAsync(Platform.Operators, before + 1))[^1].Message.Subject);
    }

    public ValueTask DisposeAsync() => officer.DisposeAsync();

    // As the button of a mail program does (RFC 8058): no sign-in.
    private static async Task EndAsync(Caught mail)
    {
        var link = Link().Match(mail.Message.Headers[HeaderId.ListUnsubscribe]!.Replace(" ", "", StringComparison.Ordinal)).Groups["link"].Value;
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        using var response = await http.PostAsync(new Uri(link), form, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
    }

    [GeneratedRegex("<(?<link>[^>]+)>", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}

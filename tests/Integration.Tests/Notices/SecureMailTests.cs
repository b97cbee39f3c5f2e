using EGovPlatform.IntegrationService.Notices;

namespace EGovPlatform.Integration.Tests.Notices;

/// <summary>The way to the mail server: TLS and login. That a known certificate is taken is shown by the system tests, which start processes that know it.</summary>
public sealed class SecureMailTests
{
    private const string To = "officer@example.org";

    [Theory]
    [InlineData("right", "")]
    [InlineData("wrong", "The mail server refused the login.")]
    public async Task A_login_is_used_and_a_refusal_said(string password, string error)
    {
        await using var server = new MailCatcher(door: new MailDoor(Password: "right"));
        Assert.Equal(error, await SendAsync(server, MailSecurity.None, password));
        Assert.Equal(error.Length == 0 ? 1 : 0, server.For(To).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_whose_certificate_nobody_signed_gets_no_mail(bool fromFirstByte)
    {
        using var certificate = MailDoor.SelfSigned();
        await using var server = new MailCatcher(door: new MailDoor(certificate, fromFirstByte));
        Assert.Equal("TLS with the mail server failed.", await SendAsync(server, fromFirstByte ? MailSecurity.Tls : MailSecurity.StartTls));
        Assert.Empty(server.For(To));
    }

    [Fact]
    public async Task A_server_without_TLS_gets_no_mail_in_the_clear()
    {
        await using var server = new MailCatcher();
        Assert.Equal("The mail server does not offer what Mail:Security or Mail:User asks for.", await SendAsync(server, MailSecurity.StartTls));
        Assert.Empty(server.For(To));
    }

    private static async Task<string> SendAsync(MailCatcher server, MailSecurity security, string password = "")
    {
        var options = new MailOptions { Host = "127.0.0.1", Port = server.Port, Security = security, User = password.Length > 0 ? MailDoor.User : "", Password = password };
        var postman = new Postman(options, TimeProvider.System);
        using var mail = postman.Envelope(To, "A test", "Nothing to say.", "1@example.org");
        return (await postman.SendAsync(mail, TestContext.Current.CancellationToken)).Attempt.Error;
    }
}

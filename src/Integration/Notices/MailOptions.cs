using MailKit.Security;
using MimeKit;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>Settings below `Mail`.</summary>
internal sealed class MailOptions
{
    /// <summary>The mail server. Without one no mail is sent.</summary>
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    /// <summary>StartTls, unless set; Tls for a port that begins with TLS; None is for Development only.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Login; without one none is tried.</summary>
    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>Whom mails are from, such as `EGovPlatform &lt;notices@example.org&gt;`.</summary>
    public string From { get; set; } = "EGovPlatform <egovplatform@localhost>";

    /// <summary>Where people and mail programs reach the gateway, such as `https://egov.example.org`. Without it mails have no links.</summary>
    public string BaseAddress { get; set; } = "";

    /// <summary>Mailbox of the operators.</summary>
    public string OperatorAddress { get; set; } = "";

    /// <summary>How often subscriptions that are told at once are looked at. 1 minute, unless set.</summary>
    public TimeSpan Rhythm { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the mail server may take for one step. 30 s, unless set.</summary>
    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromSeconds(30);

    public bool IsOn => Host.Length > 0;

    public SecureSocketOptions SocketOptions => Security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    /// <exception cref="InvalidOperationException">A setting is not usable; the message names it and never its value.</exception>
    public static MailOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = configuration.GetSection("Mail").Get<MailOptions>() ?? new MailOptions();
        var fault = options.Security == MailSecurity.None && options.IsOn && !environment.IsDevelopment() ? "Mail:Security None is for Development only."
            : !MailboxAddress.TryParse(options.From, out _) ? "Mail:From is not a mailbox."
            : options.OperatorAddress.Length > 0 && !SubscriptionRules.IsMailbox(options.OperatorAddress) ? "Mail:OperatorAddress is not a mailbox."
            : options.BaseAddress.Length > 0 && !(Uri.TryCreate(options.BaseAddress, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || environment.IsDevelopment())) ? "Mail:BaseAddress is not an https address."
            : null;
        return fault is null ? options : throw new InvalidOperationException(fault);
    }
}

/// <summary>How the way to the mail server is kept private.</summary>
internal enum MailSecurity
{
    StartTls,
    Tls,
    None,
}

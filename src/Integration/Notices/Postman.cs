using System.Net.Sockets;
using EGovPlatform.Integration.V1;
using Google.Protobuf.WellKnownTypes;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Utils;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>What came of handing a mail over.</summary>
internal sealed record MailOutcome(MailAttempt Attempt, bool Delivered, bool Refused);

/// <summary>Speaks SMTP with the mail server. Nothing of what it writes is kept but the reply code.</summary>
internal sealed class Postman(MailOptions options, TimeProvider time)
{
    private const int Permanent = 500;

    /// <summary>An envelope from us, under an id of its own; machines are asked not to answer it (RFC 3834).</summary>
    public MimeMessage Envelope(string to, string subject, string text, string messageId)
    {
        var message = new MimeMessage { Subject = subject, Body = Letters.Body(text), MessageId = messageId, Date = time.GetUtcNow() };
        message.From.Add(MailboxAddress.Parse(options.From));
        message.To.Add(MailboxAddress.Parse(to));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    /// <summary>Hands one mail over. A mailbox that is refused for good is told from a server that is not to be had now.</summary>
    public async Task<MailOutcome> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        var attempt = new MailAttempt { Time = Timestamp.FromDateTimeOffset(time.GetUtcNow()) };
        var refused = false;
        try
        {
            using var client = new SmtpClient { Timeout = (int)options.AnswerLimit.TotalMilliseconds };
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(options.AnswerLimit * 2);
            await client.ConnectAsync(options.Host, options.Port, options.SocketOptions, limit.Token);
            if (options.User.Length > 0)
            {
                await client.AuthenticateAsync(options.User, options.Password, limit.Token);
            }

            await client.SendAsync(message, limit.Token);
            await QuitAsync(client, limit.Token);
        }
        catch (SmtpCommandException e)
        {
            refused = e.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)e.StatusCode >= Permanent;
            (attempt.SmtpStatus, attempt.Error) = ((int)e.StatusCode, refused ? "The mailbox was refused." : "The mail server refused the mail.");
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            attempt.Error = Reason(e);
        }

        return new MailOutcome(attempt, attempt.Error.Length == 0, refused);
    }

    // The server has the mail by then: trouble with the goodbye must not send it again.
    private static async Task QuitAsync(SmtpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
        {
        }
    }

    private static string Reason(Exception e) => e switch
    {
        AuthenticationException or ServiceNotAuthenticatedException => "The mail server refused the login.",
        SslHandshakeException => "TLS with the mail server failed.",
        NotSupportedException => "The mail server does not offer what Mail:Security or Mail:User asks for.",
        OperationCanceledException or TimeoutException => "The mail server did not answer in time.",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "The connection to the mail server was refused.",
        _ => "The connection to the mail server failed.",
    };
}

using System.CommandLine;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov operate alert-test`: sends a mail to the operators' mailbox and waits until the mail server took it.</summary>
internal static class AlertTestCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var command = new Command("alert-test", "Send a test alert to the operators' mailbox. Exit code 1 when the mail server did not take it within a minute.");
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = new Session(parsed).Connect(Role.Operator);
            var notices = new NotificationService.NotificationServiceClient(session.Invoker);
            var mail = await notices.SendTestAlertAsync(new SendTestAlertRequest { RequestId = Guid.NewGuid().ToString() }, cancellationToken: cancellation);
            using var timer = new PeriodicTimer(Poll);
            for (var end = DateTime.UtcNow + Limit; mail.State == NotificationMailState.Waiting && DateTime.UtcNow < end;)
            {
                await timer.WaitForNextTickAsync(cancellation);
                mail = await notices.GetNotificationMailAsync(new GetNotificationMailRequest { Name = mail.Name }, cancellationToken: cancellation);
            }

            var delivered = mail.State == NotificationMailState.Delivered;
            Console.WriteLine($"{mail.Name} {(delivered ? "was taken by the mail server" : "was not delivered")}{string.Concat(mail.Attempts.Where(a => a.Error.Length > 0).Select(a => $"\n{a.SmtpStatus} {a.Error}"))}");
            return delivered ? 0 : 1;
        });
        return command;
    }
}

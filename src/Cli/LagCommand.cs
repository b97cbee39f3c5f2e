using System.CommandLine;
using System.Globalization;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov operate lag`: how far messages are, from the commit to who applies them.</summary>
internal static class LagCommand
{
    public static Command Create()
    {
        var which = new Argument<string[]>("service") { Description = "Without one, all.", Arity = ArgumentArity.ZeroOrMore };
        var lag = new Command("lag", "Positions committed, sent and applied, and how old the oldest change is that waits. Exit code 1 when a consumer is stuck or absent.") { which };
        lag.SetAction(async (parsed, cancellation) =>
        {
            if (await ServiceNames.ReadAsync(parsed.GetValue(which)) is not { } services)
            {
                return 2;
            }

            using var client = new Session(parsed).Connect(Role.Operator);
            var calls = ServiceNames.All.ToDictionary(s => s, s => new OperatorCalls(client.Invoker, s), StringComparer.Ordinal);
            var well = true;
            foreach (var service in services)
            {
                well &= await PrintAsync(calls, await calls[service].StatusAsync(cancellation), cancellation);
            }

            return well ? 0 : 1;
        });
        return lag;
    }

    private static async Task<bool> PrintAsync(Dictionary<string, OperatorCalls> calls, MessagingStatus status, CancellationToken cancellation)
    {
        var unsent = status.OldestUnsentTime is { } oldest ? $", oldest unsent {Age(oldest.ToDateTime())}" : "";
        Console.WriteLine(
            $"{status.Service,-12} committed {status.LastPosition}, sent {status.SentPosition}{unsent}; queue {status.WaitingMessages}"
            + $"{(status.Consuming ? "" : ", NOT CONSUMING")}; parked {status.ParkedOut} out, {status.ParkedIn} in");
        foreach (var followed in status.Followed)
        {
            var last = (await calls[followed.Service].StatusAsync(cancellation)).LastPosition;
            var age = followed.Position < last && await calls[followed.Service].RecordedAfterAsync(followed.Position, cancellation) is { } first ? $", oldest {Age(first)}" : "";
            Console.WriteLine($"  from {followed.Service,-12} applied {followed.Position} of {last}{age}");
        }

        foreach (var source in status.Stuck)
        {
            Console.WriteLine($"  STUCK: changes of {source} are not applied");
        }

        return status is { Consuming: true, Stuck.Count: 0 };
    }

    private static string Age(DateTime recorded) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (DateTime.UtcNow - recorded).TotalSeconds):0} s");
}

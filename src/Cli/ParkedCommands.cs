using System.CommandLine;
using System.Globalization;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov operate parked`, `retry` and `drop`: changes that were set aside.</summary>
internal static class ParkedCommands
{
    public static Command List()
    {
        var which = new Argument<string[]>("service") { Description = "Without one, all.", Arity = ArgumentArity.ZeroOrMore };
        var list = new Command("parked", "List changes that could not be sent or applied. Exit code 1 when there are some.") { which };
        list.SetAction(async (parsed, cancellation) =>
        {
            if (await ServiceNames.ReadAsync(parsed.GetValue(which)) is not { } services)
            {
                return 2;
            }

            using var client = new Session(parsed).Connect(Role.Operator);
            var found = 0;
            foreach (var service in services)
            {
                found += await PrintAsync(new OperatorCalls(client.Invoker, service), cancellation);
            }

            Console.WriteLine($"{found} parked");
            return found == 0 ? 0 : 1;
        });
        return list;
    }

    public static Command Retry()
    {
        var names = Names();
        var retry = new Command("retry", "Send or apply parked changes once more. Exit code 1 when one still fails.") { names };
        retry.SetAction((parsed, cancellation) => EachAsync(new Session(parsed), parsed.GetValue(names)!, async (calls, name) =>
        {
            var answer = await calls.RetryAsync(name, cancellation);
            Console.WriteLine(answer.Done ? $"{name} went through." : $"{name} stays parked: {answer.Reason}");
            return answer.Done;
        }));
        return retry;
    }

    public static Command Drop()
    {
        var names = Names();
        var reason = new Option<string>("--reason") { Description = "Why; it goes to the service's log.", Required = true };
        var drop = new Command("drop", "Give parked changes up: consumers stay without them.") { names, reason };
        drop.SetAction((parsed, cancellation) => EachAsync(new Session(parsed), parsed.GetValue(names)!, async (calls, name) =>
        {
            await calls.DropAsync(name, parsed.GetValue(reason)!, cancellation);
            Console.WriteLine($"{name} dropped.");
            return true;
        }));
        return drop;
    }

    private static Argument<string[]> Names() => new("name") { Description = "As `parked` prints it: services/SERVICE/parkedChanges/…", Arity = ArgumentArity.OneOrMore };

    private static async Task<int> PrintAsync(OperatorCalls calls, CancellationToken cancellation)
    {
        var found = 0;
        var token = "";
        do
        {
            var page = await calls.ListAsync(token, cancellation);
            foreach (var parked in page.ParkedChanges)
            {
                found++;
                var time = parked.ParkedTime.ToDateTime().ToString("u", CultureInfo.InvariantCulture);
                Console.WriteLine($"{parked.Name} {parked.EventType} {parked.Resource}, {time}, {parked.Attempts} attempts: {parked.Reason}");
            }

            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return found;
    }

    private static async Task<int> EachAsync(Session session, string[] names, Func<OperatorCalls, string, Task<bool>> work)
    {
        using var client = session.Connect(Role.Operator);
        var all = true;
        foreach (var name in names)
        {
            if (name.Split('/') is not ["services", var service, "parkedChanges", _] || !ServiceNames.All.Contains(service, StringComparer.Ordinal))
            {
                await Console.Error.WriteLineAsync($"'{name}' is not the name of a parked change.");
                return 2;
            }

            all &= await work(new OperatorCalls(client.Invoker, service), name);
        }

        return all ? 0 : 1;
    }
}

using System.CommandLine;
using System.Globalization;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using Grpc.Core;

namespace EGovPlatform.Cli;

/// <summary>`egov audit`: what auditors ask.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var which = new Argument<string[]>("service") { Description = "countries, activities, training, reporting or integration; without one, all.", Arity = ArgumentArity.ZeroOrMore };
        var expect = new Option<string[]>("--expect") { Description = "A line an earlier check printed and you kept elsewhere: SERVICE@POSITION:CHAIN. May be repeated.", DefaultValueFactory = _ => [] };
        var verify = new Command("verify", "Check the change logs for anything changed, removed, put in or moved. Exit code 1 when something is.") { which, expect };
        verify.SetAction(async (parsed, cancellation) =>
        {
            if (await ServiceNames.ReadAsync(parsed.GetValue(which)) is not { } services)
            {
                return 2;
            }

            using var client = new Session(parsed).Connect(Role.Auditor);
            var findings = 0;
            foreach (var service in services)
            {
                findings += await VerifyAsync(client, service, Expected(service, parsed.GetValue(expect)!), cancellation);
            }

            return findings == 0 ? 0 : 1;
        });
        return new Command("audit", "What auditors ask.") { verify };
    }

    private static async Task<int> VerifyAsync(EGovClient client, string service, VerifyChangesRequest request, CancellationToken cancellation)
    {
        using var call = Call(client, service, request, cancellation);
        var findings = 0;
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            var answer = call.ResponseStream.Current;
            await Console.Error.WriteAsync($"\r{service}: {answer.Position} of {answer.LastPosition} ");
            foreach (var finding in answer.Findings)
            {
                findings++;
                Console.WriteLine($"{service} {finding.Fault.ToString().ToUpperInvariant()} at {finding.Position} {finding.Name} version {finding.Version}: {finding.Message}");
            }

            if (answer.Done)
            {
                await Console.Error.WriteLineAsync();
                Console.WriteLine($"{service}: {findings} findings in {answer.LastPosition} changes, {answer.Checkpoints} checkpoints");
                Console.WriteLine($"{service}@{answer.LastPosition.ToString(CultureInfo.InvariantCulture)}:{answer.Chain}");
            }
        }

        return findings;
    }

    private static AsyncServerStreamingCall<VerifyChangesResponse> Call(EGovClient client, string service, VerifyChangesRequest request, CancellationToken cancellation) => service switch
    {
        "countries" => client.Get<Countries.V1.ChangeService.ChangeServiceClient>().VerifyChanges(request, cancellationToken: cancellation),
        "activities" => client.Get<Activities.V1.ChangeService.ChangeServiceClient>().VerifyChanges(request, cancellationToken: cancellation),
        "training" => client.Get<Training.V1.ChangeService.ChangeServiceClient>().VerifyChanges(request, cancellationToken: cancellation),
        "reporting" => client.Get<Reporting.V1.ChangeService.ChangeServiceClient>().VerifyChanges(request, cancellationToken: cancellation),
        _ => client.Get<Integration.V1.ChangeService.ChangeServiceClient>().VerifyChanges(request, cancellationToken: cancellation),
    };

    private static VerifyChangesRequest Expected(string service, string[] lines)
    {
        var request = new VerifyChangesRequest();
        foreach (var line in lines.Where(l => l.StartsWith(service + "@", StringComparison.Ordinal)))
        {
            var parts = line[(service.Length + 1)..].Split(':');
            if (parts.Length != 2 || !long.TryParse(parts[0], CultureInfo.InvariantCulture, out var position))
            {
                throw new InvalidOperationException($"'{line}' is not SERVICE@POSITION:CHAIN.");
            }

            if (position > 0)
            {
                (request.ExpectedPosition, request.ExpectedChain) = (position, parts[1]);
            }
        }

        return request;
    }
}

using System.CommandLine;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov report run`, `snapshot` and `verify`.</summary>
internal static class SavedReportCommands
{
    public static Command Run()
    {
        var name = new Argument<string>("report") { Description = "A saved report, such as reportDefinitions/attendance-of." };
        var set = new Option<string[]>("--set") { Description = "key=value for a parameter.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("run", "Ask a saved report.") { name, set };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var request = new RunReportRequest { Name = parsed.GetValue(name) };
            foreach (var pair in parsed.GetValue(set) ?? [])
            {
                var (key, value) = pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (pair[..at], pair[(at + 1)..]) : (pair, "");
                request.Parameters[key] = value;
            }

            var answer = await new ReportDefinitionService.ReportDefinitionServiceClient(client.Invoker).RunReportAsync(request, cancellationToken: cancellation);
            Console.WriteLine(Google.Protobuf.JsonFormatter.Default.Format(answer));
            return 0;
        });
        return command;
    }

    public static Command Snapshot()
    {
        var title = new Argument<string>("title") { Description = "What it is called." };
        var measures = new Argument<string[]>("measures") { Description = "Declared measures.", Arity = ArgumentArity.OneOrMore };
        var by = new Option<string[]>("--by") { Description = "Declared dimensions.", AllowMultipleArgumentsPerToken = true };
        var filter = new Option<string>("--filter") { Description = "AIP-160 filter over the dimensions.", DefaultValueFactory = _ => "" };
        var open = new Option<bool>("--public") { Description = "Only what anyone may see, open to anyone." };
        var command = new Command("snapshot", "Keep the answer of a report as it is now.") { title, measures, by, filter, open, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Editor);
            var summary = new SummarizeRequest { Measures = { parsed.GetValue(measures) }, Dimensions = { parsed.GetValue(by) ?? [] }, Filter = parsed.GetValue(filter), Times = Times.Of(parsed) };
            var taken = await new SnapshotService.SnapshotServiceClient(client.Invoker).CreateSnapshotAsync(
                new CreateSnapshotRequest { Snapshot = new Snapshot { Title = parsed.GetValue(title), Report = new ReportSpec { Summary = summary }, PublicOnly = parsed.GetValue(open) }, RequestId = Guid.NewGuid().ToString() },
                cancellationToken: cancellation);
            Console.WriteLine($"{taken.Name}  sha256 {taken.Digest}");
            return 0;
        });
        return command;
    }

    public static Command Verify()
    {
        var name = new Argument<string>("snapshot") { Description = "Such as snapshots/june." };
        var command = new Command("verify", "Whether a snapshot is what it was, and whether the answer is the same now.") { name };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var verified = await new SnapshotService.SnapshotServiceClient(client.Invoker).VerifySnapshotAsync(new VerifySnapshotRequest { Name = parsed.GetValue(name) }, cancellationToken: cancellation);
            Console.WriteLine($"{(verified.Intact ? "intact" : "NOT what was taken")}, sha256 {verified.Digest}; the answer is {(verified.SameNow ? "the same" : "another")} now");
            return verified.Intact ? 0 : 1;
        });
        return command;
    }
}

using System.CommandLine;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using Google.Api;
using Grpc.Core;

namespace EGovPlatform.Cli;

/// <summary>`egov export brief countries/PE --out peru.pdf` and `egov export annual 2018 --out 2018.pdf`: reports as PDF.</summary>
internal static class PrintCommands
{
    private static readonly Option<string> Language = new("--language") { Description = "en, ko or es.", DefaultValueFactory = _ => "en" };
    private static readonly Option<FileInfo> Out = new("--out") { Description = "The PDF to write.", Required = true };

    public static Command Brief()
    {
        var name = new Argument<string>("name") { Description = "Such as countries/PE or organizations/mois." };
        var command = new Command("brief", "Everything on record about one subject, with a chart.") { name };
        return Print(command, (service, parsed, cancellation) => service.PrintBrief(
            new GetBriefRequest { Name = parsed.GetValue(name), LanguageCode = parsed.GetValue(Language), Times = Times.Of(parsed) }, cancellationToken: cancellation));
    }

    public static Command Annual()
    {
        var year = new Argument<int>("year") { Description = "Calendar year." };
        var filter = new Option<string>("--filter") { Description = "Only records like these, such as country:PE.", DefaultValueFactory = _ => "" };
        var command = new Command("annual", "One year over all records, with charts.") { year, filter };
        return Print(command, (service, parsed, cancellation) => service.PrintAnnualReport(
            new PrintAnnualReportRequest { Year = parsed.GetValue(year), Filter = parsed.GetValue(filter), LanguageCode = parsed.GetValue(Language), Times = Times.Of(parsed) },
            cancellationToken: cancellation));
    }

    private static Command Print(Command command, Func<PrintService.PrintServiceClient, ParseResult, CancellationToken, AsyncServerStreamingCall<HttpBody>> call)
    {
        foreach (var option in new Option[] { Language, Out, Times.ValidOn, Times.KnownOn, Times.RecordedOn })
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            await Download.SaveAsync(call(new PrintService.PrintServiceClient(client.Invoker), parsed, cancellation), parsed.GetValue(Out)!, cancellation);
            return 0;
        });
        return command;
    }
}

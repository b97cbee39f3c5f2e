using System.CommandLine;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov export summary`: a report as a table, exactly the rows that `egov report` counts.</summary>
internal static class ExportSummaryCommand
{
    public static Command Create()
    {
        var measures = new Argument<string[]>("measures") { Description = "Declared measures.", Arity = ArgumentArity.OneOrMore };
        var by = new Option<string[]>("--by") { Description = "Declared dimensions.", AllowMultipleArgumentsPerToken = true };
        var filter = new Option<string>("--filter") { Description = "AIP-160 filter over the dimensions.", DefaultValueFactory = _ => "" };
        var format = new Option<TableFormat>("--format") { Description = "What the table is.", DefaultValueFactory = _ => TableFormat.Csv };
        var output = new Option<FileInfo>("--out") { Description = "The file to write.", Required = true };
        var command = new Command("summary", "Writes a report as a table; docs/exports.md says what is where.") { measures, by, filter, format, output, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var summary = new SummarizeRequest { Filter = parsed.GetValue(filter), Times = Times.Of(parsed) };
            summary.Measures.Add(parsed.GetValue(measures));
            summary.Dimensions.Add(parsed.GetValue(by) ?? []);
            var exchange = new ExchangeService.ExchangeServiceClient(client.Invoker);
            var request = new ExportSummaryRequest { Summary = summary, Format = parsed.GetValue(format) };
            await Download.SaveAsync(exchange.ExportSummary(request, cancellationToken: cancellation), parsed.GetValue(output)!, cancellation);
            return 0;
        });
        return command;
    }
}

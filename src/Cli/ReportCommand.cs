using System.CommandLine;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov report`: measures by dimensions, each number with its doubt.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var measures = new Argument<string[]>("measures") { Description = "Declared measures; none prints all of them as one overview.", Arity = ArgumentArity.ZeroOrMore };
        var by = new Option<string[]>("--by") { Description = "Declared dimensions.", AllowMultipleArgumentsPerToken = true };
        var filter = new Option<string>("--filter") { Description = "AIP-160 filter over the dimensions.", DefaultValueFactory = _ => "" };
        var command = new Command("report", "Answer questions over all records.") { measures, by, filter, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        command.Subcommands.Add(CheckCommands.Reconciliation());
        command.Subcommands.Add(CheckCommands.Warnings());
        command.Subcommands.Add(CheckCommands.CrossCheck());
        command.Subcommands.Add(ViewCommands.Timeline());
        command.Subcommands.Add(ViewCommands.Quality());
        command.Subcommands.Add(ViewCommands.Funnel());
        command.Subcommands.Add(SavedReportCommands.Run());
        command.Subcommands.Add(SavedReportCommands.Snapshot());
        command.Subcommands.Add(SavedReportCommands.Verify());
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var reports = new ReportService.ReportServiceClient(client.Invoker);
            var request = new SummarizeRequest { Filter = parsed.GetValue(filter), Times = Times.Of(parsed) };
            var asked = parsed.GetValue(measures) ?? [];
            if (asked.Length == 0)
            {
                var catalog = await reports.GetReportCatalogAsync(new GetReportCatalogRequest(), cancellationToken: cancellation);
                asked = [.. catalog.Measures.Where(m => (parsed.GetValue(by) ?? []).All(m.Dimensions.Contains)).Select(m => m.Name)];
            }

            request.Measures.Add(asked);
            request.Dimensions.Add(parsed.GetValue(by) ?? []);
            Print(await reports.SummarizeAsync(request, cancellationToken: cancellation));
            return 0;
        });
        return command;
    }

    private static string Number(MeasureValue value) =>
        value.Ratio?.Text ?? value.Mean?.Text ?? (value.MoneySums.Count > 0 ? string.Join("; ", value.MoneySums.Select(m => $"{m.Kind} {m.Text}")) : value.Sum?.Text ?? "");

    private static void Print(SummarizeResponse answer)
    {
        foreach (var row in answer.Rows)
        {
            if (row.Dimensions.Count > 0)
            {
                Console.WriteLine(string.Join(" · ", row.Dimensions.Select(d => d.Label.Length > 0 ? d.Label : d.Key.Length > 0 ? d.Key : "unknown")));
            }

            foreach (var value in row.Values)
            {
                var doubt = value.Possibly > 0 ? $"  ({value.Certainly} certainly, {value.Possibly} possibly)" : "";
                Console.WriteLine($"  {value.Measure,-22} {Number(value)}{doubt}");
            }
        }

        foreach (var warning in answer.Warnings)
        {
            Console.WriteLine($"  ! {warning.Rule}: {warning.Message}");
        }

        if (answer.LeftOut > 0)
        {
            Console.WriteLine($"  {answer.LeftOut} records you may not see are left out.");
        }
    }
}

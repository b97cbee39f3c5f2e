using System.CommandLine;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov report reconciliation`, `warnings` and `cross-check`: what to look at before trusting a number.</summary>
internal static class CheckCommands
{
    public static Command Reconciliation()
    {
        var filter = Filter("record, resource_type, state, publication, country, field_path, counted");
        var command = new Command("reconciliation", "Every stated total against what is written down below it.") { filter, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        command.SetAction((parsed, cancellation) => AskAsync(parsed, async reports =>
        {
            var request = new ListReconciliationsRequest { Filter = parsed.GetValue(filter), Times = Times.Of(parsed), PageSize = 1000 };
            do
            {
                var page = await reports.ListReconciliationsAsync(request, cancellationToken: cancellation);
                foreach (var entry in page.Reconciliations)
                {
                    Console.WriteLine($"{State(entry),-14} {entry.Record} {entry.FieldPath}: {entry.Reconciliation.Text}");
                }

                request.PageToken = page.NextPageToken;
                LeftOut(request.PageToken, page.LeftOut);
            }
            while (request.PageToken.Length > 0);
        }));
        return command;
    }

    public static Command Warnings()
    {
        var filter = Filter("rule, record, resource_type, publication, country, across");
        var command = new Command("warnings", "What general rules found odd, in one record or across records.") { filter, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        command.SetAction((parsed, cancellation) => AskAsync(parsed, async reports =>
        {
            var request = new ListWarningsRequest { Filter = parsed.GetValue(filter), Times = Times.Of(parsed), PageSize = 1000 };
            do
            {
                var page = await reports.ListWarningsAsync(request, cancellationToken: cancellation);
                foreach (var found in page.Warnings)
                {
                    Console.WriteLine($"{found.Warning.Rule,-26} {found.Record} {found.Warning.FieldPath}: {found.Warning.Message}");
                }

                request.PageToken = page.NextPageToken;
                LeftOut(request.PageToken, page.LeftOut);
            }
            while (request.PageToken.Length > 0);
        }));
        return command;
    }

    public static Command CrossCheck()
    {
        var filter = Filter("the dimensions of reports");
        var parts = new Option<bool>("--parts") { Description = "Print what each answer is made of." };
        var command = new Command("cross-check", "General questions over all records, each with its doubts.") { filter, parts, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        command.SetAction((parsed, cancellation) => AskAsync(parsed, async reports =>
        {
            var answer = await reports.GetCrossCheckAsync(new GetCrossCheckRequest { Filter = parsed.GetValue(filter), Times = Times.Of(parsed) }, cancellationToken: cancellation);
            foreach (var row in answer.Rows)
            {
                Print(row, parsed.GetValue(parts));
            }

            LeftOut("", answer.LeftOut);
        }));
        return command;
    }

    private static void Print(CrossCheckRow row, bool parts)
    {
        Console.WriteLine($"{row.Key,-32} {row.Answer}{(row.Doubts > 0 ? $"  ({row.Doubts} in doubt: {string.Join("; ", row.DoubtNotes.Select(d => $"{d.Count} {d.Note}"))})" : "")}");
        foreach (var part in parts ? row.Parts : [])
        {
            Console.WriteLine($"    {(part.Label.Length > 0 ? part.Label : part.Key)}{(part.Text.Length > 0 ? $": {part.Text}" : "")}");
        }
    }

    private static async Task<int> AskAsync(ParseResult parsed, Func<ReportService.ReportServiceClient, Task> ask)
    {
        using var client = new Session(parsed).Connect(Role.Viewer);
        await ask(new ReportService.ReportServiceClient(client.Invoker));
        return 0;
    }

    private static Option<string> Filter(string fields) => new("--filter") { Description = $"AIP-160 filter over {fields}.", DefaultValueFactory = _ => "" };

    private static string State(ReconciliationEntry entry) => string.Concat(entry.Reconciliation.State.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{c}")).ToUpperInvariant();

    private static void LeftOut(string next, long count)
    {
        if (next.Length == 0 && count > 0)
        {
            Console.WriteLine($"{count} you may not see are left out.");
        }
    }
}

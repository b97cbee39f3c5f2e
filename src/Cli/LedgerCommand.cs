using System.CommandLine;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov ledger`: the money ledger as a file, and what an activity has, has promised and has spent.</summary>
internal static class LedgerCommand
{
    public static Command Create() => new("ledger", "The money ledger. A file goes in by `egov import FILE --group ledgerEntries`.") { Export(), Balance() };

    private static Command Export()
    {
        var file = new Option<FileInfo>("--out") { Description = "The file to write.", Required = true };
        var filter = new Option<string>("--filter") { Description = "Only entries like these, such as 'state=BOOKED currency=KRW'.", DefaultValueFactory = _ => "" };
        var scheme = new Option<string>("--scheme") { Description = "Name entries by the identifiers of this scheme, such as erp, where they have one.", DefaultValueFactory = _ => "" };
        var values = new Option<bool>("--with-booked-values") { Description = "Add the values at booking; an import does not take such a file." };
        var command = new Command("export", "Entries as CSV, in the form that an import takes back.") { file, filter, scheme, values };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var request = new ExportLedgerRequest { Filter = parsed.GetValue(filter), Scheme = parsed.GetValue(scheme), WithBookedValues = parsed.GetValue(values) };
            await Download.SaveAsync(new LedgerService.LedgerServiceClient(client.Invoker).ExportLedger(request, cancellationToken: cancellation), parsed.GetValue(file)!, cancellation);
            return 0;
        });
        return command;
    }

    private static Command Balance()
    {
        var activity = new Argument<string>("activity") { Description = "Resource name of a program, round, project or other record." };
        var parts = new Option<bool>("--with-parts") { Description = "Also what is below it." };
        var currency = new Option<string>("--currency") { Description = "Everything in this currency, by printed equivalents and values at booking.", DefaultValueFactory = _ => "" };
        var on = new Option<string>("--on") { Description = "Only what certainly happened by this day.", DefaultValueFactory = _ => "" };
        var command = new Command("balance", "Budget, commitments and spending of an activity.") { activity, parts, currency, on };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var request = new GetBalanceRequest { Activity = parsed.GetValue(activity), WithParts = parsed.GetValue(parts), CurrencyCode = parsed.GetValue(currency), On = parsed.GetValue(on) };
            var balance = await new LedgerService.LedgerServiceClient(client.Invoker).GetBalanceAsync(request, cancellationToken: cancellation);
            foreach (var compared in balance.Comparisons)
            {
                Console.WriteLine(compared.Component.Length > 0 ? $"{compared.CurrencyCode}, component {compared.Component}" : compared.CurrencyCode);
                foreach (var (label, text) in Rows(compared).Where(r => r.Text.Length > 0))
                {
                    Console.WriteLine($"  {label,-20} {text}");
                }
            }

            Console.WriteLine($"{balance.Entries} entries{(balance.UndatedEntries > 0 ? $", {balance.UndatedEntries} left out: not certainly by that day" : "")}");
            return 0;
        });
        return command;
    }

    private static IEnumerable<(string Label, string Text)> Rows(BalanceComparison c) =>
    [
        ("original budget", Text(c.OriginalBudget)),
        (c.BudgetOnRecord ? "budget (on record)" : "revised budget", Text(c.RevisedBudget)),
        ("committed", Text(c.Committed)),
        ("released", Text(c.Released)),
        ("not committed", c.Uncommitted),
        ("disbursed", Text(c.Disbursed)),
        ("refunded", Text(c.Refunded)),
        ("not disbursed", c.Undisbursed),
        ("spent", Text(c.Spent)),
        ("not spent", c.Unspent),
        ("written off", Text(c.WrittenOff)),
        ("in kind", Text(c.InKind)),
        ("promised to us", Text(c.IncomingCommitted)),
        ("received", Text(c.Incoming)),
    ];

    private static string Text(MoneySum? sum) => sum?.Text ?? "";
}

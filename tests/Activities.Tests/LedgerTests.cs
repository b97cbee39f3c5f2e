using System.Text;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>Entries of the money ledger, what they add up to, and their file.</summary>
public sealed class LedgerTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private readonly Ledger ledger = new(fixture);

    [Fact]
    public async Task Plan_commitment_and_spending_stand_side_by_side_and_are_never_mixed()
    {
        var project = (await ledger.ProjectAsync("", new BudgetComponent { Key = "study" }, new BudgetComponent { Key = "travel" })).Name;
        await BookAllAsync(
            At("study", Ledger.Entry(project, MoneyKind.Approved, "600")),
            At("travel", Ledger.Entry(project, MoneyKind.Approved, "400")),
            At("travel", Revision(Ledger.Entry(project, MoneyKind.Approved, "-100"))),
            At("study", Ledger.Entry(project, MoneyKind.Committed, "500")),
            At("study", Ledger.Entry(project, MoneyKind.Released, "50")),
            At("study", Ledger.Entry(project, MoneyKind.Disbursed, "300")),
            At("study", Ledger.Entry(project, MoneyKind.Refunded, "20")),
            At("study", Ledger.Entry(project, MoneyKind.Spent, "250")),
            Ledger.Entry(project, MoneyKind.InKind, "70"),
            Ledger.Entry(project, MoneyKind.Incoming, "90"));

        var whole = await ledger.CompareAsync(project);
        Assert.Equal(("1000", "900", "500", "50"), (whole.OriginalBudget.Amount, whole.RevisedBudget.Amount, whole.Committed.Amount, whole.Released.Amount));
        Assert.Equal(("450", "170", "30"), (whole.Uncommitted, whole.Undisbursed, whole.Unspent));
        Assert.Equal(("70", "90"), (whole.InKind.Amount, whole.Incoming.Amount));
        Assert.False(whole.BudgetOnRecord);
        var travel = await ledger.CompareAsync(project, "travel");
        Assert.Equal(("400", "300", null), (travel.OriginalBudget.Amount, travel.RevisedBudget.Amount, travel.Committed));
        Assert.Equal(("300", ""), (travel.Uncommitted, travel.Undisbursed));
    }

    [Fact]
    public async Task Unknown_terms_are_counted_and_leave_no_remainder()
    {
        var project = (await ledger.ProjectAsync("1000")).Name;
        await BookAllAsync(Ledger.Entry(project, MoneyKind.Spent, "about"), Ledger.Entry(project, MoneyKind.Spent, "30"), Ledger.Entry(project, MoneyKind.Disbursed, "100"), Ledger.Entry(project, MoneyKind.Spent, ""));

        var whole = await ledger.CompareAsync(project);
        Assert.Equal("about 150 KRW, 1 of 3 unknown", whole.Spent.Text);
        Assert.Equal(("", true, "1000"), (whole.Unspent, whole.BudgetOnRecord, whole.RevisedBudget.Amount));
    }

    [Fact]
    public async Task One_sum_printed_in_two_currencies_is_added_once_and_a_part_not_beside_its_whole()
    {
        var project = (await ledger.ProjectAsync("")).Name;
        var printed = Ledger.Entry(project, MoneyKind.Committed, "1000");
        printed.Money.Equivalents.Add(new MoneyEquivalent { Amount = "0.90", CurrencyCode = "USD", Rate = "0.0009", RateDate = new DateValue { Edtf = "2018-03-05" } });
        var whole = await ledger.BookAsync(printed);
        await ledger.BookAsync(Part(Ledger.Entry(project, MoneyKind.Committed, "400"), whole.Name));
        Assert.Equal("money.part_of PARTS_EXCEED_WHOLE", await ledger.OutcomeAsync(Part(Ledger.Entry(project, MoneyKind.Committed, "601"), whole.Name)));
        Assert.Equal("money.part_of OTHER_KIND", await ledger.OutcomeAsync(Part(Ledger.Entry(project, MoneyKind.Spent, "1"), whole.Name)));

        var balance = await ledger.Answers.GetBalanceAsync(new GetBalanceRequest { Activity = project });
        Assert.Equal(["1000 KRW"], balance.Lines.Select(l => l.Sum.Text));
        var dollars = await ledger.Answers.GetBalanceAsync(new GetBalanceRequest { Activity = project, CurrencyCode = "USD" });
        Assert.Equal(["0.90 USD"], dollars.Lines.Select(l => l.Sum.Text));
        var euros = await ledger.Answers.GetBalanceAsync(new GetBalanceRequest { Activity = project, CurrencyCode = "EUR" });
        Assert.Equal(["unknown (1 of 1)"], euros.Lines.Select(l => l.Sum.Text));
    }

    [Fact]
    public async Task A_balance_takes_in_what_is_below_and_only_what_certainly_happened_by_a_day()
    {
        var programs = new ProgramService.ProgramServiceClient(fixture.Service.Channel(Role.Editor));
        var program = (await programs.CreateProgramAsync(new CreateProgramRequest { Program = new() { Names = { new Name { Text = "Program" } } } })).Name;
        var body = Sample.Project("", "");
        body.Program = program;
        var project = (await ledger.Projects.CreateProjectAsync(new CreateProjectRequest { Project = body })).Name;
        await BookAllAsync(Ledger.Entry(project, MoneyKind.Spent, "10", "2018-03-05"), Ledger.Entry(program, MoneyKind.Spent, "5", "2018"), Ledger.Entry(project, MoneyKind.Spent, "1", "2019"));

        Assert.Equal(1, (await ledger.Answers.GetBalanceAsync(new GetBalanceRequest { Activity = program })).Entries);
        var all = await ledger.Answers.GetBalanceAsync(new GetBalanceRequest { Activity = program, WithParts = true });
        Assert.Equal("16 KRW", all.Comparisons[0].Spent.Text);
        var half = await ledger.Answers.GetBalanceAsync(new GetBalanceRequest { Activity = program, WithParts = true, On = "2018-06-30" });
        Assert.Equal(("10 KRW", 1, 1), (half.Comparisons[0].Spent.Text, half.Entries, half.UndatedEntries));
    }

    [Fact]
    public async Task A_booked_entry_is_corrected_not_edited()
    {
        var project = (await ledger.ProjectAsync("")).Name;
        var entry = await ledger.BookAsync(Ledger.Entry(project, MoneyKind.Spent, "100"));
        entry.Money.Amount = "90";
        Assert.Equal(["money FIELD_LOCKED"], await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.FieldLocked, async () => await ledger.Entries.UpdateLedgerEntryAsync(new UpdateLedgerEntryRequest { LedgerEntry = entry, UpdateMask = new() { Paths = { "money" } } })));
        Assert.Equal(["delete_time FIELD_LOCKED"], await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.FieldLocked, async () => await ledger.Entries.DeleteLedgerEntryAsync(new DeleteRequest { Name = entry.Name })));
        Assert.Equal([("money.amount", "NEGATIVE")], await Refused.InvalidAsync(() => ledger.Entries.CreateLedgerEntryAsync(new CreateLedgerEntryRequest { LedgerEntry = Ledger.Entry(project, MoneyKind.Spent, "-10") })));

        await ledger.BookAsync(Correcting(Ledger.Entry(project, MoneyKind.Spent, "-10"), entry.Name));
        Assert.Equal("corrects OTHER_KIND", await ledger.OutcomeAsync(Correcting(Ledger.Entry(project, MoneyKind.Disbursed, "-10"), entry.Name)));
        Assert.Equal("90", (await ledger.CompareAsync(project)).Spent.Amount);

        // Where it was read may still be added.
        entry = await ledger.Entries.GetLedgerEntryAsync(new GetRequest { Name = entry.Name });
        entry.Record.Sources.Add(new FactSource { Publication = "publications/bill", Certainty = Certainty.Stated });
        Assert.Single((await ledger.Entries.UpdateLedgerEntryAsync(new UpdateLedgerEntryRequest { LedgerEntry = entry, UpdateMask = new() { Paths = { "record" } } })).Record.Sources);
    }

    [Fact]
    public async Task One_identifier_of_the_finance_system_is_one_entry()
    {
        var project = (await ledger.ProjectAsync("")).Name;
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Refused.OutcomeAsync(() => ledger.Entries.CreateLedgerEntryAsync(new CreateLedgerEntryRequest { LedgerEntry = Identified(Ledger.Entry(project, MoneyKind.Spent, "5"), "double") }))));
        Assert.Single(results, "OK");
        Assert.All(results.Where(r => r != "OK"), r => Assert.Equal("ALREADY_EXISTS", r));
    }

    [Fact]
    public async Task The_file_names_entries_by_the_finance_systems_identifier()
    {
        var project = (await ledger.ProjectAsync("")).Name;
        await ledger.BookAsync(Identified(Ledger.Entry(project, MoneyKind.Spent, "5"), "77/a"));
        await ledger.DraftAsync(Ledger.Entry(project, MoneyKind.Spent, "6"));

        using var call = ledger.Answers.ExportLedger(new ExportLedgerRequest { Filter = $"activity = \"{project}\"", Scheme = "erp" });
        var text = new StringBuilder();
        await foreach (var part in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            text.Append(part.Data.ToStringUtf8());
        }

        var lines = text.ToString().Trim('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("name,state,record.historical,date.edtf,period,money.kind", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("~erp~77%2Fa,BOOKED,,2018-03-05,,SPENT,,5,KRW,EXACT", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("ledgerEntries/", StringComparison.Ordinal) && l.Contains(",DRAFT,", StringComparison.Ordinal));
    }

    private async Task BookAllAsync(params LedgerEntry[] entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Money.Amount == "about")
            {
                (entry.Money.Amount, entry.Money.Qualifier) = ("120", Qualifier.About);
            }

            Assert.Equal(LedgerEntryState.Booked, (await ledger.BookAsync(entry)).State);
        }
    }

    private static LedgerEntry At(string component, LedgerEntry entry)
    {
        entry.Component = component;
        return entry;
    }

    private static LedgerEntry Revision(LedgerEntry entry)
    {
        entry.Revision = true;
        return entry;
    }

    private static LedgerEntry Part(LedgerEntry entry, string whole)
    {
        entry.Money.PartOf = whole;
        return entry;
    }

    private static LedgerEntry Correcting(LedgerEntry entry, string wrong)
    {
        entry.Corrects = wrong;
        return entry;
    }

    private static LedgerEntry Identified(LedgerEntry entry, string value)
    {
        entry.Record = new Record { ExternalIdentifiers = { new ExternalIdentifier { Scheme = "erp", Value = value } } };
        return entry;
    }
}

using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>Budgets, closed books and approvals hold however many write at once.</summary>
public sealed class LedgerLimitTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private const int Clients = 64;

    private readonly Ledger ledger = new(fixture);

    [Theory]
    [InlineData(20170711)]
    [InlineData(20171231)]
    public async Task Commitments_of_sixty_four_at_once_never_exceed_the_approved_budget(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var project = (await ledger.ProjectAsync("", new BudgetComponent { Key = "a" })).Name;
        await ledger.BookAsync(Ledger.Entry(project, MoneyKind.Approved, "1000"));
        var amounts = Enumerable.Range(0, Clients).Select(_ => random.Next(10, 120)).ToList();

        var results = await Task.WhenAll(amounts.Select(a => ledger.OutcomeAsync(Ledger.Entry(project, MoneyKind.Committed, Ledger.Text(a)))));

        var taken = amounts.Where((_, i) => results[i] == "OK").Sum();
        Assert.InRange(taken, 1, 1000);
        Assert.All(results, r => Assert.Contains(r, new[] { "OK", "LIMIT_EXCEEDED" }));
        Assert.All(amounts.Where((_, i) => results[i] != "OK"), a => Assert.True(a > 1000 - taken, $"{a} was refused while {1000 - taken} is left."));
        Assert.Equal(Ledger.Text(taken), (await ledger.CompareAsync(project)).Committed.Amount);
    }

    [Fact]
    public async Task Bookings_a_lowered_budget_and_releases_at_once_keep_within_it()
    {
        var project = await ledger.ProjectAsync("1000");
        await ledger.BookAsync(Ledger.Entry(project.Name, MoneyKind.Committed, "300"));
        var lowered = new Project { Name = project.Name, Budget = { Sample.Won("500", MoneyKind.Approved) } };

        var results = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => i == 20
            ? Refused.OutcomeAsync(() => ledger.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = lowered, UpdateMask = new() { Paths = { "budget" } } }))
            : ledger.OutcomeAsync(Ledger.Entry(project.Name, i % 8 == 0 ? MoneyKind.Released : MoneyKind.Committed, "20"))));

        var after = await ledger.CompareAsync(project.Name);
        Assert.Contains("LIMIT_EXCEEDED", results);
        Assert.True(decimal.Parse(after.Uncommitted, System.Globalization.CultureInfo.InvariantCulture) >= 0, $"{after.Uncommitted} is left");
    }

    [Fact]
    public async Task A_component_and_the_round_are_limits_too_and_the_past_only_warns()
    {
        var rounds = new RoundService.RoundServiceClient(fixture.Service.Channel(Role.Editor));
        var round = await rounds.CreateRoundAsync(new CreateRoundRequest { Round = Sample.Round() });
        var body = Sample.Project(round.Name, "1000");
        body.Components.Add(new BudgetComponent { Key = "travel", Budget = { Sample.Won("100", MoneyKind.Approved) } });
        var project = (await ledger.Projects.CreateProjectAsync(new CreateProjectRequest { Project = body })).Name;
        var travel = Ledger.Entry(project, MoneyKind.Committed, "101");
        travel.Component = "travel";
        Assert.Equal("LIMIT_EXCEEDED", await ledger.OutcomeAsync(travel));
        travel.Component = "none";
        Assert.Equal([("component", "UNKNOWN_KEY")], await Refused.InvalidAsync(() => ledger.Entries.CreateLedgerEntryAsync(new CreateLedgerEntryRequest { LedgerEntry = travel })));

        // The round's 1000 are shared with what is booked on the round itself.
        await ledger.BookAsync(Ledger.Entry(round.Name, MoneyKind.Committed, "950"));
        Assert.Equal("LIMIT_EXCEEDED", await ledger.OutcomeAsync(Ledger.Entry(project, MoneyKind.Committed, "51")));
        var past = await ledger.DraftAsync(Ledger.Past(Ledger.Entry(project, MoneyKind.Committed, "51")));
        Assert.Contains(("money.amount", "LIMIT_EXCEEDED"), past.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
    }

    [Fact]
    public async Task Booking_without_a_known_budget_warns()
    {
        var project = (await ledger.ProjectAsync("")).Name;
        var entry = await ledger.BookAsync(Ledger.Entry(project, MoneyKind.Committed, "5", currency: "USD"));
        Assert.Contains(("activity", "BUDGET_UNKNOWN"), entry.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
    }

    [Fact]
    public async Task A_close_among_bookings_leaves_each_in_the_closed_books_or_refused()
    {
        var project = (await ledger.ProjectAsync("")).Name;
        var period = await PeriodAsync("2015-01");
        var names = new List<string>();
        for (var i = 0; i < Clients; i++)
        {
            names.Add((await ledger.DraftAsync(Ledger.Entry(project, MoneyKind.Spent, "1", "2015-01-15"))).Name);
        }

        var results = await Task.WhenAll(names.Select((n, i) => i == 12
            ? Refused.OutcomeAsync(() => ledger.Periods.CloseAccountingPeriodAsync(new TransitionRequest { Name = period }))
            : Refused.OutcomeAsync(() => ledger.Entries.SubmitLedgerEntryAsync(new TransitionRequest { Name = n }))));

        Assert.All(results, r => Assert.Contains(r, new[] { "OK", "PERIOD_CLOSED" }));
        var closed = await fixture.Database.ScalarAsync<DateTime>($"select update_time from accounting_periods where name = '{period}'");
        var later = await fixture.Database.ScalarAsync<long>(
            "select count(*) from change b join change c on c.kind = 'accountingperiod.closed' and c.name = '" + period + "' where b.kind = 'ledgerentry.booked' and b.xid > c.xid and b.name = any(array['" + string.Join("','", names) + "'])");
        Assert.True(later == 0, $"{later} entries were booked after the close at {closed:O}");
        Assert.Equal((long)results.Count(r => r == "OK") - 1, await fixture.Database.ScalarAsync<long>($"select count(*) from ledger_entries where activity = '{project}' and state = 'BOOKED'"));
    }

    [Fact]
    public async Task After_the_close_only_dated_corrections_are_booked_and_in_open_books()
    {
        var project = (await ledger.ProjectAsync("")).Name;
        var (closing, open) = (await PeriodAsync("2014"), await PeriodAsync("2016"));
        var wrong = await ledger.BookAsync(Ledger.Entry(project, MoneyKind.Spent, "100", "2014-03-05"));
        var past = await ledger.DraftAsync(Ledger.Past(Ledger.Entry(project, MoneyKind.Spent, "7", "2014-06")));
        await ledger.Periods.CloseAccountingPeriodAsync(new TransitionRequest { Name = closing });

        Assert.Equal("PERIOD_CLOSED", await ledger.OutcomeAsync(Ledger.Entry(project, MoneyKind.Spent, "1", "2014-12-31")));
        Assert.Equal("PERIOD_CLOSED", await ledger.OutcomeAsync(Ledger.Entry(project, MoneyKind.Spent, "1", "2014~")));
        Assert.Equal("PERIOD_CLOSED", await Refused.OutcomeAsync(() => ledger.Entries.CreateLedgerEntryAsync(new CreateLedgerEntryRequest { LedgerEntry = Ledger.Past(Ledger.Entry(project, MoneyKind.Spent, "1", "2014-01-01")) })));
        past.Money.Amount = "8";
        Assert.Equal("PERIOD_CLOSED", await Refused.OutcomeAsync(() => ledger.Entries.UpdateLedgerEntryAsync(new UpdateLedgerEntryRequest { LedgerEntry = past, UpdateMask = new() { Paths = { "money" } } })));
        Assert.Equal("PERIOD_CLOSED", await Refused.OutcomeAsync(() => ledger.Entries.DeleteLedgerEntryAsync(new DeleteRequest { Name = past.Name })));

        var correction = Ledger.Entry(project, MoneyKind.Spent, "-10", "2014-03-05");
        (correction.Corrects, correction.Period) = (wrong.Name, open);
        var late = Ledger.Entry(project, MoneyKind.Spent, "10", "2014-03-05");
        late.Period = open;
        Assert.Equal("corrects CORRECTION", await ledger.OutcomeAsync(late));
        Assert.Equal("OK", await ledger.OutcomeAsync(correction));
        Assert.Equal("97", (await ledger.CompareAsync(project)).Spent.Amount);

        Assert.Equal("PERIOD_CLOSED", await Refused.OutcomeAsync(() => ledger.Periods.UpdateAccountingPeriodAsync(new UpdateAccountingPeriodRequest { AccountingPeriod = new AccountingPeriod { Name = closing, Period = new DateValue { Edtf = "2013" } } })));
        Assert.Equal("PERIOD_CLOSED", await Refused.OutcomeAsync(() => ledger.Periods.DeleteAccountingPeriodAsync(new DeleteRequest { Name = closing })));
    }

    [Fact]
    public async Task Periods_never_share_a_day()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 16).Select(i => Refused.OutcomeAsync(() =>
            ledger.Periods.CreateAccountingPeriodAsync(new CreateAccountingPeriodRequest { AccountingPeriod = new AccountingPeriod { Period = new DateValue { Edtf = $"2012-01-{i:00}/2012-02-01" } } }))));
        Assert.Single(results, "OK");
        Assert.All(results.Where(r => r != "OK"), r => Assert.Contains(r, new[] { "period OVERLAP", "ETAG_MISMATCH" }));
    }

    private async Task<string> PeriodAsync(string days) =>
        (await ledger.Periods.CreateAccountingPeriodAsync(new CreateAccountingPeriodRequest { AccountingPeriod = new AccountingPeriod { Period = new DateValue { Edtf = days } } })).Name;
}

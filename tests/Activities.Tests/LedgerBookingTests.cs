using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>Approval by several people, and what a sum was worth when it was booked.</summary>
public sealed class LedgerBookingTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private readonly Ledger ledger = new(fixture);

    [Fact]
    public async Task From_an_amount_on_two_other_people_approve()
    {
        var project = (await ledger.ProjectAsync("")).Name;
        await RuleAsync("1000", 1);
        await RuleAsync("100000", 2);
        Assert.Equal(LedgerEntryState.Booked, (await ledger.BookAsync(Ledger.Entry(project, MoneyKind.Disbursed, "999"))).State);
        Assert.Equal((LedgerEntryState.Submitted, 1), await StateAsync(Ledger.Entry(project, MoneyKind.Disbursed, "1000")));
        Assert.Equal((LedgerEntryState.Submitted, 2), await StateAsync(Ledger.Entry(project, MoneyKind.Disbursed, "")));
        Assert.Equal((LedgerEntryState.Submitted, 2), await StateAsync(Ledger.Entry(project, MoneyKind.Disbursed, "1", currency: "USD")));

        var entry = await ledger.BookAsync(Ledger.Entry(project, MoneyKind.Disbursed, "100000"));
        var request = new TransitionRequest { Name = entry.Name };
        Assert.Equal("name OTHER_PERSON", await Refused.OutcomeAsync(() => ledger.Entries.ApproveLedgerEntryAsync(request)));
        var (first, second) = (As("first"), As("second"));
        var approved = await first.ApproveLedgerEntryAsync(request);
        Assert.Equal((LedgerEntryState.Submitted, "first"), (approved.State, approved.Approvals.Single().By));
        Assert.Equal("name OTHER_PERSON", await Refused.OutcomeAsync(() => first.ApproveLedgerEntryAsync(request)));
        entry.Money.Amount = "1";
        Assert.Equal("FIELD_LOCKED", await Refused.OutcomeAsync(() => ledger.Entries.UpdateLedgerEntryAsync(new UpdateLedgerEntryRequest { LedgerEntry = new LedgerEntry { Name = entry.Name, Money = entry.Money } })));
        Assert.Equal(LedgerEntryState.Booked, (await second.ApproveLedgerEntryAsync(request)).State);
        Assert.Equal("ILLEGAL_TRANSITION", await Refused.OutcomeAsync(() => As("third").ApproveLedgerEntryAsync(request)));
    }

    [Fact]
    public async Task Of_many_approvals_at_once_as_many_count_as_are_needed()
    {
        var project = (await ledger.ProjectAsync("")).Name;
        await ledger.Rules.CreateApprovalRuleAsync(new CreateApprovalRuleRequest { ApprovalRule = new ApprovalRule { Kinds = { MoneyKind.WrittenOff }, CurrencyCode = "KRW", FromAmount = "0", Approvals = 3 } });
        var name = (await ledger.BookAsync(Ledger.Entry(project, MoneyKind.WrittenOff, "5"))).Name;
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Refused.OutcomeAsync(() => As($"person {i % 8}").ApproveLedgerEntryAsync(new TransitionRequest { Name = name }))));

        var booked = await ledger.Entries.GetLedgerEntryAsync(new GetRequest { Name = name });
        Assert.Equal((LedgerEntryState.Booked, 3, 3), (booked.State, booked.Approvals.Select(a => a.By).Distinct().Count(), results.Count(r => r == "OK")));
    }

    [Fact]
    public async Task A_rejected_entry_is_edited_and_submitted_anew()
    {
        var project = (await ledger.ProjectAsync("")).Name;
        await ledger.Rules.CreateApprovalRuleAsync(new CreateApprovalRuleRequest { ApprovalRule = new ApprovalRule { Kinds = { MoneyKind.Refunded }, CurrencyCode = "KRW", FromAmount = "0", Approvals = 1 } });
        var name = (await ledger.BookAsync(Ledger.Entry(project, MoneyKind.Refunded, "5"))).Name;
        Assert.Equal("record.transitions REASON", await Refused.OutcomeAsync(() => ledger.Entries.RejectLedgerEntryAsync(new TransitionRequest { Name = name })));
        await ledger.Entries.RejectLedgerEntryAsync(new TransitionRequest { Name = name, Reason = "Wrong component" });
        await ledger.Entries.UpdateLedgerEntryAsync(new UpdateLedgerEntryRequest { LedgerEntry = new LedgerEntry { Name = name, Text = "Ticket given back" } });
        Assert.Equal(LedgerEntryState.Submitted, (await ledger.Entries.SubmitLedgerEntryAsync(new TransitionRequest { Name = name })).State);
    }

    [Fact]
    public async Task A_conversion_names_its_rate_or_says_that_none_is_known()
    {
        var rate = await RateAsync("USD", "KRW", "1071.5", "2018-03-02");
        Assert.Equal("rate DUPLICATE", await Refused.OutcomeAsync(() => ledger.Rates.CreateExchangeRateAsync(new CreateExchangeRateRequest { ExchangeRate = Rate("USD", "KRW", "1070", "2018-03-02") })));
        Assert.Equal((ConversionAnswer.Converted, "107150", rate, "1071.5", "2018-03-02", false), Told(await ConvertAsync("100", "USD", "KRW", "2018-03-05")));
        Assert.Equal((ConversionAnswer.Converted, "93.33", rate, "1071.5", "2018-03-02", true), Told(await ConvertAsync("100000", "KRW", "USD", "2018-03-05")));
        Assert.Equal(ConversionAnswer.NoRateKnown, (await ConvertAsync("100", "USD", "KRW", "2018-03-01")).Answer);
        Assert.Equal(ConversionAnswer.NoRateKnown, (await ConvertAsync("100", "USD", "KRW", "2018-05-01")).Answer);
        Assert.Equal(("", ConversionAnswer.NoRateKnown), (await ConvertAsync("100", "EUR", "KRW", "2018-03-05")) is var none ? (none.Amount, none.Answer) : default);
        Assert.Equal(
            [("currency_code", "CURRENCY_CODE"), ("amount", "AMOUNT_SYNTAX"), ("date", "DATE_SYNTAX")],
            await Refused.InvalidAsync(() => ledger.Answers.ConvertMoneyAsync(new ConvertMoneyRequest { Amount = "1,000", CurrencyCode = "XYZ", ToCurrencyCode = "KRW", Date = "2018" })));
    }

    [Fact]
    public async Task The_rate_at_booking_stays()
    {
        var project = (await ledger.ProjectAsync("")).Name;
        await ledger.Periods.CreateAccountingPeriodAsync(new CreateAccountingPeriodRequest { AccountingPeriod = new AccountingPeriod { Period = new DateValue { Edtf = "2011" }, CurrencyCode = "KRW" } });
        var rate = await RateAsync("EUR", "KRW", "1500", "2011-05-02");
        var booked = await ledger.BookAsync(Ledger.Entry(project, MoneyKind.Spent, "10", "2011-05-03", "EUR"));
        Assert.Equal(("15000", "KRW", rate, "1500", "2011-05-02"), (booked.BookedValue.Amount, booked.BookedValue.CurrencyCode, booked.BookedValue.ExchangeRate, booked.BookedValue.Rate, booked.BookedValue.RateDate.Edtf));
        var unknown = await ledger.BookAsync(Ledger.Entry(project, MoneyKind.Spent, "10", "2011-05-03", "PEN"));
        Assert.Null(unknown.BookedValue);

        await RateAsync("EUR", "KRW", "1600", "2011-05-03");
        Assert.Equal("15000", (await ledger.Entries.GetLedgerEntryAsync(new GetRequest { Name = booked.Name })).BookedValue.Amount);
        Assert.Equal("STILL_REFERENCED", await Refused.OutcomeAsync(() => ledger.Rates.DeleteExchangeRateAsync(new DeleteRequest { Name = rate })));
        var balance = await ledger.Answers.GetBalanceAsync(new GetBalanceRequest { Activity = project, CurrencyCode = "KRW" });
        Assert.Equal("15000 KRW, 1 of 2 unknown", balance.Comparisons[0].Spent.Text);
    }

    private LedgerEntryService.LedgerEntryServiceClient As(string subject) => new(fixture.Service.ChannelWith(TestIssuer.Token(subject, [Role.Approver])));

    private async Task<(LedgerEntryState, int)> StateAsync(LedgerEntry entry) => await ledger.BookAsync(entry) is var booked ? (booked.State, booked.ApprovalsNeeded) : default;

    private async Task RuleAsync(string from, int approvals) =>
        await ledger.Rules.CreateApprovalRuleAsync(new CreateApprovalRuleRequest { ApprovalRule = new ApprovalRule { Kinds = { MoneyKind.Disbursed }, CurrencyCode = "KRW", FromAmount = from, Approvals = approvals } });

    private async Task<string> RateAsync(string from, string to, string rate, string day) =>
        (await ledger.Rates.CreateExchangeRateAsync(new CreateExchangeRateRequest { ExchangeRate = Rate(from, to, rate, day) })).Name;

    private static ExchangeRate Rate(string from, string to, string rate, string day) => new()
    {
        BaseCurrency = from,
        QuoteCurrency = to,
        Rate = rate,
        Date = new DateValue { Edtf = day },
        Publisher = new Party { AsPrinted = "A central bank" },
        Kind = ExchangeRateKind.Reference,
    };

    private async Task<MoneyConversion> ConvertAsync(string amount, string from, string to, string day) =>
        await ledger.Answers.ConvertMoneyAsync(new ConvertMoneyRequest { Amount = amount, CurrencyCode = from, ToCurrencyCode = to, Date = day });

    private static (ConversionAnswer, string, string, string, string, bool) Told(MoneyConversion c) => (c.Answer, c.Amount, c.ExchangeRate, c.Rate, c.RateDate, c.Inverted);
}

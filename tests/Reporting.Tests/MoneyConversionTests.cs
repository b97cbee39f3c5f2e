using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Money in one currency by dated rates, and the way from a lead to a contract.</summary>
public sealed class MoneyConversionTests : IAsyncLifetime
{
    private MartUnderTest mart = null!;

    public async ValueTask InitializeAsync()
    {
        mart = await MartUnderTest.CreateAsync();
        var log = new ChangeLog();
        log.Add("exchangeRates/may", Rate("1100", "2018-05-28", "Bank of Korea"));
        log.Add("exchangeRates/june", Rate("1120", "2018-06-15", "Bank of Korea"));
        log.Add("exchangeRates/year", new ExchangeRate { BaseCurrency = "CHF", QuoteCurrency = "KRW", Rate = "1105", Date = Day("2018"), Kind = ExchangeRateKind.Average, Publisher = new Party { AsPrinted = "Ministry of Finance" } });
        log.Add("exchangeRates/euro", new ExchangeRate { BaseCurrency = "KRW", QuoteCurrency = "EUR", Rate = "0.0008", Date = Day("2018-05-28"), Publisher = new Party { AsPrinted = "ECB" } });
        log.Add("ledgerEntries/day", Entry("10", "USD", "2018-06-01"));
        log.Add("ledgerEntries/year", Entry("2", "CHF", "2018"));
        log.Add("ledgerEntries/late", Entry("7", "USD", "2019-06-01"));
        log.Add("ledgerEntries/inverse", Entry("4", "EUR", "2018-05-28"));
        log.Add("ledgerEntries/own", Entry("500", "KRW", "2018-06-01"));
        var booked = Entry("3", "USD", "2018-06-01");
        booked.BookedValue = new BookedValue { Amount = "3333", CurrencyCode = "KRW" };
        log.Add("ledgerEntries/booked", booked);
        var draft = Entry("1000", "KRW", "2018-06-01");
        draft.State = LedgerEntryState.Draft;
        log.Add("ledgerEntries/draft", draft);
        log.Add("leads/one", new Lead { State = LeadState.Won, Country = "countries/PE", Found = Day("2018-06"), Attributions = { new Attribution { Resource = "courses/a/editions/2018", Certainty = Certainty.Stated } } });
        log.Add("bids/one", new Bid { State = BidState.Won, Lead = "leads/one", Submitted = Day("2018-07-02") });
        log.Add("contracts/one", new Contract
        {
            State = ContractState.Signed, Lead = "leads/one", Bid = "bids/one", Signed = Day("2018-08-01"), Country = "countries/PE",
            Value = { new Money { Amount = "100", CurrencyCode = "USD", Equivalents = { new MoneyEquivalent { Amount = "110000", CurrencyCode = "KRW" } } } },
            Attributions = { new Attribution { Resource = "courses/a/editions/2018", Certainty = Certainty.Inferred } },
        });
        await mart.ApplyAsync(log.Changes);
    }

    [Fact]
    public async Task Sums_are_converted_by_the_rate_of_their_day_and_without_one_are_unknown()
    {
        var value = await AskAsync("type = LedgerEntry");
        var converted = Assert.Single(value.Converted);
        // 10 x 1100, 2 x 1105 (the rate of the whole year), 4 / 0.0008, 500, 3333 as booked; 7 USD of 2019 have no rate.
        Assert.Equal("22043 KRW, 1 of 6 unknown", converted.Sum.Text);
        Assert.Equal(("SPENT", 6, 1, 1, 0), ("SPENT", converted.Sum.Terms, converted.Sum.UnknownTerms, converted.BookedTerms, converted.PrintedTerms));
        Assert.Equal(["exchangeRates/euro", "exchangeRates/may", "exchangeRates/year"], converted.Rates.Select(r => r.ExchangeRate));
        Assert.Equal(("1100", "2018-05-28", "Bank of Korea"), (converted.Rates[1].Rate, converted.Rates[1].ValidFrom, converted.Rates[1].Publisher));
        Assert.Equal(("2018-01-01", "2018-12-31"), (converted.Rates[2].ValidFrom, converted.Rates[2].ValidTo));
    }

    [Fact]
    public async Task A_printed_equivalent_comes_before_any_rate()
    {
        var converted = Assert.Single((await AskAsync("type = Contract")).Converted);
        Assert.Equal(("110000 KRW", 1), (converted.Sum.Text, converted.PrintedTerms));
        Assert.Empty(converted.Rates);
    }

    [Fact]
    public async Task Money_without_any_rate_is_unknown_and_not_zero()
    {
        var value = await AskAsync("type = Contract", "PEN");
        Assert.Equal("unknown (1 of 1)", Assert.Single(value.Converted).Sum.Text);
        Assert.Equal("", value.Converted[0].Sum.Amount);
    }

    [Fact]
    public async Task Leads_bids_and_contracts_have_days_countries_and_what_they_come_from()
    {
        Assert.Equal("2018-08", Assert.Single((await mart.SumAsync("contracts", "month"))).Dimensions[0].Key);
        Assert.Equal("2018-06", Assert.Single((await mart.SumAsync("leads", "month"))).Dimensions[0].Key);
        Assert.Equal("2018-Q3", Assert.Single((await mart.SumAsync("bids", "quarter"))).Dimensions[0].Key);
        Assert.Equal("courses/a/editions/2018", Assert.Single((await mart.SumAsync("contracts", "attribution"))).Dimensions[0].Key);
        Assert.Equal(1, (await mart.OneAsync("leads", "attribution:\"courses/a/editions/2018\" AND country:PE")).Sum.Value);
        Assert.Equal("countries/PE", Assert.Single(await mart.SumAsync("leads", "country")).Dimensions[0].Key);
    }

    [Fact]
    public async Task What_nobody_recorded_is_no_zero()
    {
        var value = await mart.OneAsync("attendance");
        Assert.Equal((Qualifier.Unknown, "nothing recorded", 0), (value.Sum.Qualifier, value.Sum.Text, value.Sum.Terms));
        Assert.Equal(0, (await mart.OneAsync("engagements")).Sum.Value);
    }

    public ValueTask DisposeAsync() => mart.DisposeAsync();

    private async Task<MeasureValue> AskAsync(string filter, string currency = "KRW") =>
        (await mart.Summaries.SummarizeAsync(new SummarizeRequest { Measures = { "money" }, Filter = filter, Currency = currency }, MartUnderTest.Staff, CancellationToken.None)).Rows[0].Values[0];

    private static ExchangeRate Rate(string rate, string day, string publisher) =>
        new() { BaseCurrency = "USD", QuoteCurrency = "KRW", Rate = rate, Date = Day(day), Publisher = new Party { AsPrinted = publisher } };

    private static LedgerEntry Entry(string amount, string currency, string day) => new()
    {
        State = LedgerEntryState.Booked, Activity = "projects/x", Date = Day(day), Money = new Money { Amount = amount, CurrencyCode = currency, Kind = MoneyKind.Spent },
    };

    private static DateValue Day(string edtf) => new() { Edtf = edtf };
}

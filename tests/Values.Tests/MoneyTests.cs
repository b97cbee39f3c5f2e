using EGovPlatform.Common.V1;
using FsCheck;
using FsCheck.Fluent;

namespace EGovPlatform.Values.Tests;

public class MoneyTests
{
    private static Money Of(string amount, string currency = "KRW", Qualifier qualifier = Qualifier.Unspecified, MoneyKind kind = MoneyKind.Planned) =>
        new() { Amount = amount, CurrencyCode = currency, Qualifier = qualifier, Kind = kind };

    [Fact]
    public void Kinds_and_currencies_are_never_mixed()
    {
        var sums = MoneyRules.Sum([Of("1000000000"), Of("5"), Of("12.50", "USD"), Of("7", kind: MoneyKind.Spent)]);
        Assert.Equal(["1000000005 KRW", "7 KRW", "12.50 USD"], sums.Select(sum => sum.Text));
        Assert.Equal([MoneyKind.Planned, MoneyKind.Spent, MoneyKind.Planned], sums.Select(sum => sum.Kind));
    }

    [Fact]
    public void Equivalents_are_not_added()
    {
        var money = Of("1000000000");
        money.Equivalents.Add(new MoneyEquivalent { Amount = "890000", CurrencyCode = "USD" });
        Assert.Equal("1000000000 KRW", Assert.Single(MoneyRules.Sum([money])).Text);
    }

    [Fact]
    public void Unknown_stays_unknown()
    {
        var sums = MoneyRules.Sum([Of("10", qualifier: Qualifier.About), Of(""), Of("", "")]);
        Assert.Equal(["unknown (1 of 1)", "about 10 KRW, 1 of 2 unknown"], sums.Select(sum => sum.Text));
        Assert.Equal(("", "", ""), (sums[0].Amount, sums[0].LowerAmount, sums[0].UpperAmount));
    }

    [Fact]
    public void A_part_is_not_added_to_its_whole()
    {
        var part = Of("400");
        part.PartOf = "budget";
        var sums = MoneyRules.SumWholes(new Dictionary<string, Money> { ["budget"] = Of("1000"), ["allocation"] = part, ["other"] = Of("5") });
        Assert.Equal("1005 KRW", Assert.Single(sums).Text);
    }

    [Theory]
    [InlineData("1000000000", "KRW", "")]
    [InlineData("-12.50", "USD", "")]
    [InlineData("0.125", "KWD", "")]
    [InlineData("12.5", "KRW", "AMOUNT_MINOR_UNITS")]
    [InlineData("12.345", "USD", "AMOUNT_MINOR_UNITS")]
    [InlineData("1,000", "USD", "AMOUNT_SYNTAX")]
    [InlineData("1e9", "USD", "AMOUNT_SYNTAX")]
    [InlineData("+1", "USD", "AMOUNT_SYNTAX")]
    [InlineData("01", "USD", "AMOUNT_SYNTAX")]
    [InlineData("1", "", "CURRENCY_CODE")]
    [InlineData("1", "krw", "CURRENCY_CODE")]
    [InlineData("1", "ZZZ", "CURRENCY_CODE")]
    public void Amount_and_currency_are_checked(string amount, string currency, string rule) =>
        Assert.Equal(rule, MoneyRules.Validate(Of(amount, currency)).Select(violation => violation.Rule).FirstOrDefault(""));

    [Fact]
    public void A_range_needs_both_ends_and_unknown_has_no_amount()
    {
        var range = new Money { CurrencyCode = "USD", Qualifier = Qualifier.Range, LowerAmount = "1", UpperAmount = "2" };
        Assert.Empty(MoneyRules.Validate(range));
        Assert.Equal("1 to 2 USD", MoneyRules.Text(range));
        range.UpperAmount = "0.5";
        Assert.Equal("MONEY_RANGE", Assert.Single(MoneyRules.Validate(range)).Rule);
        Assert.Equal("MONEY_UNKNOWN_WITH_AMOUNT", Assert.Single(MoneyRules.Validate(Of("1", qualifier: Qualifier.Unknown))).Rule);
        Assert.Equal("MONEY_AMOUNT_REQUIRED", Assert.Single(MoneyRules.Validate(Of("", qualifier: Qualifier.About))).Rule);
    }

    [Fact]
    public void Every_currency_of_the_notices_is_there_with_its_digits() =>
        Assert.Equal([0, 2, 0, 2], new[] { "KRW", "PEN", "PYG", "USD" }.Select(code => Currencies.Digits(code)!.Value));

    private static Money Split(string[] percentages) => new() { Shares = { percentages.Select(percentage => new MoneyShare { Percentage = percentage }) } };

    [Theory]
    [InlineData(true, "60", "40")]
    [InlineData(true, "33.3", "33.3", "33.3")]
    [InlineData(true, "60", "")]
    [InlineData(true, "", "")]
    [InlineData(false, "60", "30")]
    [InlineData(false, "60", "50", "")]
    public void Known_percentages_sum_to_100(bool right, params string[] percentages) =>
        Assert.Equal(right, !Shares.Of(Split(percentages)).Any());

    [Fact]
    public void Known_shares_sum_to_the_whole()
    {
        var money = new Money { Amount = "100", CurrencyCode = "USD", Qualifier = Qualifier.Exact, SplitKnown = true, Shares = { new MoneyShare { Amount = "60" }, new MoneyShare { Amount = "30" } } };
        Assert.Equal("The shares add up to 90, the sum is 100.", Assert.Single(Shares.Of(money)).Description);
        money.SplitKnown = false;
        Assert.Empty(Shares.Of(money));
    }

    private static readonly Gen<decimal> Decimals =
        from whole in Gen.Choose(-1_000_000_000, 1_000_000_000)
        from scale in Gen.Choose(0, 6)
        select new decimal(Math.Abs(whole), 0, 0, whole < 0, (byte)scale);

    [Fact]
    public void Decimal_text_round_trips() => Properties.Hold(Decimals, amount => Amounts.TryParse(Amounts.Format(amount), out var read) && read == amount);

    [Fact]
    public void Sums_of_exact_amounts_are_exact() => Properties.Hold(
        Decimals.NonEmptyListOf(),
        amounts => Amounts.Parse(MoneyRules.Sum(amounts.Select(amount => Of(Amounts.Format(amount), "USD")))[0].Amount) == amounts.Sum());
}

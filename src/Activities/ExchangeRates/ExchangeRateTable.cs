using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.ExchangeRates;

/// <summary>What lists of exchange rates filter and sort by, and what one must be.</summary>
public static class ExchangeRateTable
{
    public static readonly ResourceType<ExchangeRate> Type = new ResourceType<ExchangeRate>("exchange_rates")
        .Valid(r => r.Date)
        .OpenKind()
        .Text("base_currency", r => r.BaseCurrency)
        .Text("quote_currency", r => r.QuoteCurrency)
        .Text("publisher", Publisher)
        .Rule(Check)
        .Guard(CheckOnceAsync);

    private static void Check(RuleContext<ExchangeRate> context)
    {
        var rate = context.Resource;
        foreach (var (field, code) in new[] { ("base_currency", rate.BaseCurrency), ("quote_currency", rate.QuoteCurrency) })
        {
            if (Currencies.Digits(code) is null)
            {
                context.Refuse(field, "CURRENCY_CODE", "A code of ISO 4217, such as KRW.");
            }
        }

        if (rate.BaseCurrency == rate.QuoteCurrency)
        {
            context.Refuse("quote_currency", "SAME_CURRENCY", "A rate is between two currencies.");
        }

        if (Amounts.Parse(rate.Rate) is not > 0)
        {
            context.Refuse("rate", "RATE", "A rate is a decimal number above 0.");
        }

        if (DateRules.Earliest(rate.Date) is null || DateRules.Latest(rate.Date) is null)
        {
            context.Refuse("date", "REQUIRED", "A rate has its day, or its first and last day.");
        }

        context.RequireOne("publisher", rate.Publisher?.Resource ?? "", rate.Publisher?.AsPrinted ?? "");
    }

    private static async Task CheckOnceAsync(RuleContext<ExchangeRate> context, Neighbors neighbors)
    {
        var rate = context.Resource;
        var others = await neighbors.WhereAsync(Type, sql => sql
            .Add("name <> ").Add(rate.Name, NpgsqlDbType.Text)
            .Add(" and base_currency = ").Add(rate.BaseCurrency, NpgsqlDbType.Text)
            .Add(" and quote_currency = ").Add(rate.QuoteCurrency, NpgsqlDbType.Text)
            .Add(" and publisher = ").Add(Publisher(rate), NpgsqlDbType.Text));
        if (others.FirstOrDefault(o => o.Date?.Edtf == rate.Date?.Edtf && o.Kind == rate.Kind && o.KindAsPrinted == rate.KindAsPrinted) is { } other)
        {
            context.Refuse("rate", "DUPLICATE", $"{other.Name} is the rate of that publisher and date.");
        }
    }

    private static string Publisher(ExchangeRate rate) => rate.Publisher is not { } publisher ? "" : publisher.Resource.Length > 0 ? publisher.Resource : publisher.AsPrinted;
}

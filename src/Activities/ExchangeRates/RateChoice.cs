using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.ExchangeRates;

/// <summary>Which rate holds on a day: the newest one not after it and not too old; of equal ones the one quoted the way asked for.</summary>
internal static class RateChoice
{
    /// <summary>How old a rate may be when nobody says.</summary>
    public const int MaxAgeDays = 31;

    /// <summary>The condition for rates that may serve, quoted either way.</summary>
    public static void Candidates(SqlText sql, string from, string to, DateOnly day, int maxAgeDays)
    {
        Pair(sql.Add("(("), from, to);
        Pair(sql.Add(") or ("), to, from);
        sql.Add(")) and valid_from <= ").Add(day, NpgsqlDbType.Date).Add(" and valid_to >= ").Add(day.AddDays(-maxAgeDays), NpgsqlDbType.Date);
    }

    /// <summary>The one that holds; null when there is none.</summary>
    public static ExchangeRate? Pick(IEnumerable<ExchangeRate> candidates, string from, DateOnly day) => candidates
        .OrderByDescending(r => DateRules.Latest(r.Date) is { } last && last < day ? last : day)
        .ThenBy(r => r.BaseCurrency == from ? 0 : 1)
        .ThenBy(r => r.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>An amount by a rate, rounded to the smallest unit; null when it is beyond what an amount can be.</summary>
    public static string? Convert(decimal amount, string from, string to, ExchangeRate rate)
    {
        try
        {
            var by = Amounts.Parse(rate.Rate)!.Value;
            var exact = rate.BaseCurrency == from ? amount * by : amount / by;
            var text = Amounts.Format(Math.Round(exact, Currencies.Digits(to) ?? 2, MidpointRounding.AwayFromZero));
            return Amounts.TryParse(text, out _) ? text : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static void Pair(SqlText sql, string from, string to) =>
        sql.Add("base_currency = ").Add(from, NpgsqlDbType.Text).Add(" and quote_currency = ").Add(to, NpgsqlDbType.Text);
}

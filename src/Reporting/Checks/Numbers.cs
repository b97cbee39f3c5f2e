using EGovPlatform.Common.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Checks;

/// <summary>Numbers and sums of money as the mart keeps them, back as messages.</summary>
internal static class Numbers
{
    /// <summary>A count from its four columns.</summary>
    public static Count ToCount(long? value, string qualifier, long? lower, long? upper)
    {
        var count = new Count { Qualifier = CheckPage.Enum<Qualifier>(qualifier) };
        if (value is { } printed)
        {
            count.Value = printed;
        }

        if (lower is { } least)
        {
            count.Lower = least;
        }

        if (upper is { } most)
        {
            count.Upper = most;
        }

        return count;
    }

    /// <summary>A sum of money from its columns.</summary>
    public static Money ToMoney(decimal? amount, string currency, string qualifier, string kind, decimal? lower, decimal? upper) => new()
    {
        Amount = amount is { } a ? Amounts.Format(a) : "",
        CurrencyCode = currency,
        Qualifier = CheckPage.Enum<Qualifier>(qualifier),
        Kind = CheckPage.Enum<MoneyKind>(kind),
        LowerAmount = lower is { } l ? Amounts.Format(l) : "",
        UpperAmount = upper is { } u ? Amounts.Format(u) : "",
    };
}

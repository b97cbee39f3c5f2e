using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Exchange.Crs;

/// <summary>The money of one record in one year and currency, as booked.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Entries">Entries whose day certainly lies in the year.</param>
/// <param name="Unsure">Entries whose day may lie in it.</param>
internal sealed record CrsMoney(string Currency, IReadOnlyList<LedgerEntry> Entries, int Unsure)
{
    private static readonly MoneyKind[] Reported = [MoneyKind.Committed, MoneyKind.Released, MoneyKind.Disbursed, MoneyKind.Refunded, MoneyKind.Spent];

    /// <summary>The sums of a year, a currency each.</summary>
    public static IEnumerable<CrsMoney> Of(LedgerAmounts ledger, int year) =>
        from e in ledger.Entries
        where Reported.Contains(e.Money.Kind) && !ledger.IsInPayment(e)
        let first = DateRules.Earliest(e.Date)?.Year
        let last = DateRules.Latest(e.Date)?.Year
        where !(first > year) && !(last < year)
        group (Entry: e, Sure: first == year && last == year) by e.Money.CurrencyCode into currency
        orderby currency.Key
        select new CrsMoney(currency.Key, [.. currency.Where(e => e.Sure).Select(e => e.Entry)], currency.Count(e => !e.Sure));

    /// <summary>Fills the amounts.</summary>
    public void Fill(CrsRow row, LedgerAmounts ledger, int year, string? tied)
    {
        row.Set("CurrencyCode", Currency);
        var committed = Sum((MoneyKind.Committed, 1), (MoneyKind.Released, -1));
        Set(row, "Commitment_National", committed);
        Set(row, "Disbursement_National", Sum((MoneyKind.Disbursed, 1), (MoneyKind.Spent, 1)));
        Set(row, "Received_National", Sum((MoneyKind.Refunded, 1)));
        foreach (var (code, column) in new[] { ("5", "AmountUntied_National"), ("3", "AmountPartialTied_National"), ("4", "AmountTied_National") })
        {
            if (tied is null)
            {
                row.Set(column, null, "Nobody has entered the tied status as external identifier crs-tied-status.");
            }
            else if (tied == code)
            {
                Set(row, column, committed);
            }
        }

        var days = ledger.Entries.Where(e => e.Money.Kind == MoneyKind.Committed && e.Money.Amount.Length > 0).Select(e => (First: DateRules.Earliest(e.Date), Last: DateRules.Latest(e.Date))).ToList();
        var known = days.Where(d => d.First is not null && d.First == d.Last).Select(d => d.First!.Value).Order().ToList();
        row.Set("CommitmentDate", known.Count > 0 ? known[0].ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null, "No commitment is booked with its day.");
        // 1 is new, 3 is known from a return before.
        row.Set("InitialReport", known.Count == 0 ? null : known[0].Year < year ? "3" : "1", "No commitment is booked with its day.");
        if (Unsure > 0)
        {
            row.Doubtful["Year"] = $"{Unsure} more sums in {Currency} may be of {year}; their day is not known.";
        }
    }

    /// <summary>Entries on days when the country certainly was not eligible are taken out.</summary>
    public CrsMoney Eligible(Country? country, out int removed)
    {
        var kept = Entries.Where(e => country is null || !IsOut(country, DateRules.Earliest(e.Date)!.Value) || !IsOut(country, DateRules.Latest(e.Date)!.Value)).ToList();
        removed = Entries.Count - kept.Count;
        return this with { Entries = kept };
    }

    private static bool IsOut(Country country, DateOnly day) => country.OdaEligibility.Any(e =>
        e.Status is OdaStatus.NotEligible or OdaStatus.Graduated && (e.Period is null || DateRules.RunningOn(e.Period, day) == DateAnswer.Certainly));

    private Tally Sum(params (MoneyKind Kind, int Sign)[] kinds) => Entries
        .SelectMany(e => kinds.Where(k => k.Kind == e.Money.Kind).Select(k => MoneyRules.Term(Signed(e.Money, k.Sign)))).Aggregate(Tally.Empty, (sum, term) => sum + term);

    private static Money Signed(Money money, int sign)
    {
        var signed = money.Clone();
        if (sign < 0)
        {
            (signed.Amount, signed.LowerAmount, signed.UpperAmount) = (Minus(money.Amount), Minus(money.UpperAmount), Minus(money.LowerAmount));
        }

        return signed;
    }

    private static string Minus(string amount) => Values.Amounts.Parse(amount) is { } known ? Values.Amounts.Format(-known) : "";

    private void Set(CrsRow row, string column, Tally sum)
    {
        if (sum.Terms == 0)
        {
            return;
        }

        // A sum with a part that nobody knows would read as the whole.
        row.Set(column, sum.Unknown > 0 ? null : sum.Value, $"Booked is {sum.Text(Currency)}.");
        if (sum.Unknown == 0 && sum.Qualifier != Qualifier.Exact)
        {
            row.Doubtful[column] = $"Booked is {sum.Text(Currency)}.";
        }
    }
}

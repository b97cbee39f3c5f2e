using EGovPlatform.Common.V1;
using EGovPlatform.Iati.Model;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>The sums of an organisation file: what its activities hold, by calendar year and currency. Kinds and currencies are never added.</summary>
internal static class OrganizationSums
{
    public static IEnumerable<YearSum> Of(IReadOnlyList<IatiActivity> activities, ExchangeRecords records, IatiReporter reporter, DateOnly today)
    {
        var planned = activities.SelectMany(a => Current(a).SelectMany(b => Cut(a, b))).ToList();
        return
        [
            .. Sums(YearSumKind.TotalBudget, planned, _ => null),
            .. Sums(YearSumKind.OrganizationBudget, Received(activities, records, reporter, today), l => l.Recipient),
            // What is for several countries is in the total only: how it splits is not stated.
            .. Sums(YearSumKind.RegionBudget, planned.Where(p => p.Of is { Countries.Count: 0, Regions: [{ Code: not Recipients.Unspecified }] }), l => l.Of!.Regions[0]),
            .. Sums(YearSumKind.CountryBudget, planned.Where(p => p.Of is { Countries.Count: 1, Regions.Count: 0 }), l => l.Of!.Countries[0]),
            .. Sums(YearSumKind.Expenditure, activities.SelectMany(Paid), _ => null).Select(s => UntilToday(s, today)).OfType<YearSum>(),
        ];
    }

    // A revised budget takes the place of the original.
    private static IEnumerable<Budget> Current(IatiActivity activity) =>
        activity.Budgets.Any(b => b.Type == "2") ? activity.Budgets.Where(b => b.Type == "2") : activity.Budgets;

    private static IEnumerable<Line> Cut(IatiActivity activity, Budget budget)
    {
        if (budget is not { Start.Date: { } start, End.Date: { } end, Value: { Amount: { } amount } value } || end < start)
        {
            return [];
        }

        var years = Amounts.CalendarYears(start, end);
        var parts = Percentages.Split(amount, [.. years.Select(y => y.End.DayNumber - y.Start.DayNumber + 1)]);
        var note = years.Count > 1 ? " (split by days; how it splits over the years is not stated)" : "";
        return years.Select((y, i) => new Line(y.Start.Year, value.Currency ?? activity.Currency ?? "", budget.Status, activity.Identifier, TitleOf(activity) + note, parts[i]) { Of = activity });
    }

    private static IEnumerable<Line> Paid(IatiActivity activity) =>
        from t in activity.Transactions
        where t is { Type.Code: "3" or "4", Date.Date: not null, Value.Amount: not null }
        select new Line(t.Date!.Date!.Value.Year, t.Value!.Currency ?? activity.Currency ?? "", null, activity.Identifier, TitleOf(activity), t.Value.Amount!.Value);

    // A budget that the ledger has for one body.
    private static IEnumerable<Line> Received(IReadOnlyList<IatiActivity> activities, ExchangeRecords records, IatiReporter reporter, DateOnly today) =>
        from a in activities
        from e in records.LedgerOf(a.OtherIdentifiers.FirstOrDefault(i => i.Type == "A1")?.Reference ?? "").Entries
        where e.Money.Kind == MoneyKind.Approved && Amounts.AmountOf(e.Money) is not null
        let first = DateRules.Earliest(e.Date)
        where first is not null && first.Value.Year == DateRules.Latest(e.Date)?.Year
        let body = Participants.Organization(e.Receiver?.Resource ?? "", "", null, records, reporter, today)
        where body is not null && body.Reference != reporter.Reference
        select new Line(first.Value.Year, e.Money.CurrencyCode, "2", a.Identifier, TitleOf(a), Amounts.AmountOf(e.Money)!.Value)
        {
            Recipient = new() { Code = body.Reference, Narratives = body.Names },
        };

    private static IEnumerable<YearSum> Sums(YearSumKind kind, IEnumerable<Line> lines, Func<Line, Classification?> recipient) =>
        from line in lines
        let to = recipient(line)
        group line by (line.Year, line.Currency, line.Status, Who: to is null ? "" : to.Code ?? to.Narratives[0].Text) into sum
        orderby sum.Key.Year, sum.Key.Currency, sum.Key.Status, sum.Key.Who
        select new YearSum
        {
            Kind = kind,
            Status = sum.Key.Status,
            // A share of the activity is none of the sum.
            Recipient = recipient(sum.First()) is { } to ? new() { Code = to.Code, Vocabulary = to.Vocabulary, Narratives = to.Narratives } : null,
            Start = new(sum.Key.Year, 1, 1),
            End = new(sum.Key.Year, 12, 31),
            Currency = sum.Key.Currency,
            Lines = [.. sum.GroupBy(l => (l.Reference, l.Text)).Select(l => (l.Key.Reference, l.Key.Text, l.Sum(x => x.Amount)))],
        };

    // This year is not over, and of its first day nothing is told yet.
    private static YearSum? UntilToday(YearSum sum, DateOnly today) =>
        sum.End <= today ? sum : sum.Start >= today ? null : new() { Kind = sum.Kind, Start = sum.Start, End = today, Currency = sum.Currency, Lines = sum.Lines };

    private static string TitleOf(IatiActivity activity) => activity.Title?.Narratives.FirstOrDefault()?.Text ?? activity.Identifier;

    private sealed record Line(int Year, string Currency, string? Status, string Reference, string Text, decimal Amount)
    {
        public IatiActivity? Of { get; init; }

        public Classification? Recipient { get; init; }
    }
}

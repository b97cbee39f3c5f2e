using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Checks;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>One value of the answer while it is put together.</summary>
internal sealed class SummaryGroup(Measure measure)
{
    /// <summary>Names given with a value.</summary>
    public const int MaxNames = 100;

    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Kind, string Currency), Tally> money = [];
    private readonly SortedDictionary<string, (Tally Sum, SortedSet<string> By, int Printed, int Booked)> converted = new(StringComparer.Ordinal);
    private Tally tally = Tally.Empty;
    private string currency = "";
    private long part;
    private long partUnknown;
    private long records;
    private long certainly;
    private long singleSource;
    private long rival;

    public void Add(SummaryTerms terms)
    {
        if (terms.Sums.Terms > 0 && measure.Form == MeasureForm.Money)
        {
            var of = (terms.Money.Kind, terms.Money.Currency);
            money[of] = money.GetValueOrDefault(of, Tally.Empty) + terms.Sums.ToTally(terms.Qualifier);
            tally += new TermSums(terms.Sums.Terms, terms.Sums.Terms, terms.Sums.Terms, terms.Sums.Terms).ToTally("EXACT");
        }
        else if (terms.Sums.Terms > 0)
        {
            tally += terms.Sums.ToTally(terms.Qualifier);
        }

        if (terms.Records is { } group)
        {
            part += group.Part;
            partUnknown += group.PartUnknown;
            records += group.Records;
            certainly += group.Certainly;
            singleSource += group.SingleSource;
            rival += group.Rival;
            names.UnionWith(group.Names);
        }
    }

    /// <summary>Adds terms of a kind in the currency asked for, and what they were converted by.</summary>
    public void AddConverted(string to, string kind, string qualifier, string by, TermSums sums)
    {
        currency = to;
        var (sum, used, printed, booked) = converted.TryGetValue(kind, out var before) ? before : (Tally.Empty, new SortedSet<string>(StringComparer.Ordinal), 0, 0);
        used.Add(by);
        converted[kind] = (sum + sums.ToTally(qualifier), used, printed + (by == "PRINTED" ? (int)sums.Terms : 0), booked + (by == "BOOKED" ? (int)sums.Terms : 0));
    }

    public MeasureValue ToValue()
    {
        var value = new MeasureValue
        {
            Measure = measure.Name,
            Sum = CountRules.ToSum(tally),
            Records = records,
            Certainly = certainly,
            Possibly = records - certainly,
            SingleSource = singleSource,
            RivalRecords = rival,
        };
        if (measure.Number is not null && value.Sum.Terms == 0)
        {
            // Nobody recorded a number: that is no 0.
            value.Sum.Qualifier = Qualifier.Unknown;
            value.Sum.Text = "nothing recorded";
            value.Sum.ClearUpper();
        }

        value.RecordNames.Add(names.Take(MaxNames));
        value.MoneySums.Add(money.Select(m => MoneyRules.ToSum(m.Value, m.Key.Currency, CheckPage.Enum<MoneyKind>(m.Key.Kind))));
        value.Converted.Add(converted.Select(c => new ConvertedSum
        {
            Sum = MoneyRules.ToSum(c.Value.Sum, currency, CheckPage.Enum<MoneyKind>(c.Key)),
            Rates = { MoneyConversion.Rates(c.Value.By) },
            PrintedTerms = c.Value.Printed,
            BookedTerms = c.Value.Booked,
        }));
        if (measure.Form == MeasureForm.Ratio)
        {
            value.Ratio = new Ratio
            {
                Part = part,
                Whole = value.Sum.Value,
                Unknown = partUnknown,
                Text = string.Create(CultureInfo.InvariantCulture, $"{part} of {value.Sum.Value}{(partUnknown > 0 ? $", {partUnknown} unknown" : "")}"),
            };
        }

        if (measure.Form == MeasureForm.Mean)
        {
            value.Mean = Average();
        }

        return value;
    }

    private Mean Average()
    {
        var known = tally.Terms - tally.Unknown;
        var lower = known == 0 ? "" : Tenths(tally.Lower / known);
        var upper = known == 0 || !tally.Bounded && tally.Unbounded > 0 ? "" : Tenths(tally.Upper / known);
        var days = known == 0 ? "unknown" : upper.Length == 0 ? $"at least {lower} days" : lower == upper ? $"{lower} days" : $"{lower} to {upper} days";
        return new Mean
        {
            Lower = lower,
            Upper = upper,
            Terms = tally.Terms,
            UnknownTerms = tally.Unknown,
            Text = string.Create(CultureInfo.InvariantCulture, $"{days} over {known}{(tally.Unknown > 0 ? $", {tally.Unknown} of {tally.Terms} unknown" : "")}"),
        };
    }

    private static string Tenths(decimal days) => decimal.Round(days, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture);
}

using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>Sets the values of a second question beside those of the first.</summary>
internal static class SummaryComparison
{
    /// <summary>Rows with one side only get a row with nothing on the other.</summary>
    public static void Merge(List<(string[] Keys, List<MeasureValue> Values)> rows, List<(string[] Keys, List<MeasureValue> Values)> others, Func<List<MeasureValue>> nothing)
    {
        var byKey = rows.ToDictionary(r => Id(r.Keys), r => r.Values, StringComparer.Ordinal);
        foreach (var other in others)
        {
            if (!byKey.TryGetValue(Id(other.Keys), out var values))
            {
                byKey[Id(other.Keys)] = values = nothing();
                rows.Add((other.Keys, values));
            }

            foreach (var (value, compared) in values.Zip(other.Values))
            {
                value.Compared = compared.Sum;
            }
        }

        foreach (var value in rows.SelectMany(r => r.Values))
        {
            value.Compared ??= nothing().First(v => v.Measure == value.Measure).Sum;
            if (IsExact(value.Sum) && IsExact(value.Compared))
            {
                value.Change = value.Sum.Value - value.Compared.Value;
            }
        }
    }

    private static bool IsExact(CountSum sum) => sum.UnknownTerms == 0 && sum.Qualifier == Qualifier.Exact;

    private static string Id(string[] keys) => string.Join('\u001f', keys);
}

using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>Order of the rows: as asked, then by the dimensions.</summary>
internal static class SummaryOrder
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD: it names what was not asked for.</exception>
    public static List<(string[] Keys, List<MeasureValue> Values)> Sort(
        List<(string[] Keys, List<MeasureValue> Values)> rows, string orderBy, IReadOnlyList<string> dimensions, IReadOnlyList<string> measures)
    {
        var fields = orderBy.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => Parse(part, dimensions, measures))
            .Concat(dimensions.Select((_, i) => (Dimension: i, Measure: -1, Descending: false)))
            .ToList();
        rows.Sort((a, b) => fields.Select(f => Compare(a, b, f)).FirstOrDefault(c => c != 0));
        return rows;
    }

    /// <summary>The rows with the most of the first measure, in the order they have; of equal ones the first.</summary>
    public static List<(string[] Keys, List<MeasureValue> Values)> Top(List<(string[] Keys, List<MeasureValue> Values)> rows, int count)
    {
        var most = rows.Index().OrderByDescending(r => r.Item.Values[0].Sum.Value).ThenBy(r => r.Index).Take(count).OrderBy(r => r.Index);
        return [.. most.Select(r => r.Item)];
    }

    private static int Compare((string[] Keys, List<MeasureValue> Values) a, (string[] Keys, List<MeasureValue> Values) b, (int Dimension, int Measure, bool Descending) field)
    {
        var compared = field.Dimension >= 0
            ? string.CompareOrdinal(a.Keys[field.Dimension], b.Keys[field.Dimension])
            : a.Values[field.Measure].Sum.Value.CompareTo(b.Values[field.Measure].Sum.Value);
        return field.Descending ? -compared : compared;
    }

    private static (int Dimension, int Measure, bool Descending) Parse(string part, IReadOnlyList<string> dimensions, IReadOnlyList<string> measures)
    {
        var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var dimension = dimensions.ToList().IndexOf(words[0]);
        var measure = measures.ToList().IndexOf(words[0]);
        return (dimension >= 0 || measure >= 0) && (words.Length == 1 || words is [_, "asc" or "desc"])
            ? (dimension, measure, words is [_, "desc"])
            : throw Errors.InvalidField("order_by", "ORDER_BY", $"'{part}' is not an order; a field with optional 'desc', of: {string.Join(", ", dimensions.Concat(measures))}.");
    }
}

using EGovPlatform.Access;
using FieldViolation = EGovPlatform.Values.FieldViolation;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>What a question over measures and dimensions must be. All violations are told together.</summary>
internal static class SummaryCheck
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD when there are any.</exception>
    public static void Refuse(IReadOnlyList<FieldViolation> violations)
    {
        if (violations.Count > 0)
        {
            throw Errors.InvalidFields(violations);
        }
    }

    /// <summary>Declared measures and dimensions, each once; dimensions of a measure's own only with measures that have them.</summary>
    public static IEnumerable<FieldViolation> Names(IReadOnlyList<string> measures, IReadOnlyList<string> dimensions)
    {
        if (measures.Count == 0)
        {
            yield return new FieldViolation("measures", "REQUIRED", "At least one measure; GetReportCatalog lists them.");
        }

        foreach (var measure in measures.Where(m => Measures.Find(m) is null))
        {
            yield return new FieldViolation("measures", "UNDECLARED", $"'{measure}' is not a measure; GetReportCatalog lists them.");
        }

        foreach (var dimension in dimensions.Where(d => Dimensions.Find(d) is null && !OfMeasures(measures, d)))
        {
            yield return new FieldViolation("dimensions", "UNDECLARED", $"'{dimension}' is not a dimension of all these measures; GetReportCatalog lists them.");
        }

        if (measures.Distinct(StringComparer.Ordinal).Count() + dimensions.Distinct(StringComparer.Ordinal).Count() < measures.Count + dimensions.Count)
        {
            yield return new FieldViolation("measures", "REPEATED", "Each measure and each dimension is asked for once.");
        }
    }

    /// <summary>The currency money is converted to.</summary>
    public static IEnumerable<FieldViolation> Currency(string code, IReadOnlyList<string> measures)
    {
        if (code.Length > 0 && Values.Currencies.Digits(code) is null)
        {
            yield return new FieldViolation("currency", "CURRENCY_CODE", "A code of ISO 4217, such as KRW.");
        }
        else if (code.Length > 0 && !measures.Any(m => Measures.Find(m)?.Form == MeasureForm.Money))
        {
            yield return new FieldViolation("currency", "NOTHING_TO_CONVERT", "A currency goes with a measure of money.");
        }
    }

    /// <summary>A page of so many.</summary>
    public static IEnumerable<FieldViolation> Page(int size, string field = "page_size") =>
        size < 0 ? [new FieldViolation(field, "PAGE_SIZE", $"{field} must not be negative.")] : [];

    /// <summary>The dimension, declared for all measures or for these.</summary>
    public static Dimension Dimension(string name) => Dimensions.Find(name) ?? new Dimension(name, "", "''");

    private static bool OfMeasures(IReadOnlyList<string> measures, string dimension) =>
        measures.Count > 0 && measures.All(m => Measures.Find(m)?.Keys.ContainsKey(dimension) == true);
}

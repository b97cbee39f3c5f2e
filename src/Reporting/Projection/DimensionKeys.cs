namespace EGovPlatform.ReportingService.Projection;

/// <summary>What a record is grouped by where it may have several keys, each once, so that reports count records without sorting them.</summary>
internal static class DimensionKeys
{
    public static IEnumerable<MartRow> Of(IEnumerable<MartRow> rows) =>
        rows.SelectMany(Keys).Where(k => k.Key.Length > 0).Distinct().Select(k => new MartRow("dimension_key", ("dimension", k.Dimension), ("key", k.Key)));

    private static IEnumerable<(string Dimension, string Key)> Keys(MartRow row) => row.Table switch
    {
        "attribution" => [("attribution", Text(row, "resource"))],
        "topic" => [("topic", Text(row, "key"))],
        "person_named" => [("person", Text(row, "person")), ("represented_party", Text(row, "represents"))],
        "named" when Text(row, "role") == "FUNDER" => [("funder", Text(row, "party") is { Length: > 0 } party ? party : Text(row, "printed"))],
        _ => [],
    };

    private static string Text(MartRow row, string column) => (string)row.Columns.First(c => c.Column == column).Value!;
}

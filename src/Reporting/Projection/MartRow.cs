namespace EGovPlatform.ReportingService.Projection;

/// <summary>One row of a mart table.</summary>
/// <param name="Table">Table in the mart.</param>
/// <param name="Columns">Columns and their values.</param>
internal sealed record MartRow(string Table, params (string Column, object? Value)[] Columns)
{
    /// <summary>Names of the columns: rows of one table and shape are added together.</summary>
    public string Shape => string.Join(", ", Columns.Select(c => c.Column));

    /// <summary>The row with the name and version every row begins with.</summary>
    public MartRow Of(string name, long version) => new(Table, [("name", name), ("version", version), .. Columns]);
}

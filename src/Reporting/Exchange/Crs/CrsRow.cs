namespace EGovPlatform.ReportingService.Exchange.Crs;

/// <summary>A row of the return: one record in one currency. What nobody knows stays empty and is listed.</summary>
internal sealed class CrsRow(string record)
{
    /// <summary>The columns in the order of the file, named as in the public files of the Creditor Reporting System.</summary>
    public static readonly string[] Columns =
    [
        "Year", "DonorCode", "AgencyCode", "CrsID", "ProjectNumber", "InitialReport", "RecipientCode", "RecipientIso", "RecipientName", "FlowCode", "Bi_Multi", "Finance_t", "Aid_t",
        "CurrencyCode", "Commitment_National", "CommitmentDate", "Disbursement_National", "Received_National", "AmountUntied_National", "AmountPartialTied_National", "AmountTied_National",
        "ProjectTitle", "ShortDescription", "LongDescription", "PurposeCode", "ChannelCode", "ChannelReportedName", "Geography", "ExpectedStartDate", "CompletionDate", "SDGFocus",
        "Gender", "Environment", "DIG", "Trade", "RMNCH", "DRR", "Nutrition", "Disability", "Biodiversity", "ClimateMitigation", "ClimateAdaptation", "Desertification", "FTC", "PBA", "InvestmentProject",
    ];

    private readonly Dictionary<string, object> values = new(StringComparer.Ordinal);
    private readonly SortedSet<string> assumed = new(StringComparer.Ordinal);

    /// <summary>Resource name of the record.</summary>
    public string Record { get; } = record;

    /// <summary>Fields that are empty, and why.</summary>
    public SortedDictionary<string, string> Missing { get; } = new(StringComparer.Ordinal);

    /// <summary>Fields that are not exact, and what is said of them.</summary>
    public SortedDictionary<string, string> Doubtful { get; } = new(StringComparer.Ordinal);

    /// <summary>Head of the file: the columns, and what is to be said of them.</summary>
    public static IReadOnlyList<string> Head { get; } = [.. Columns, "Missing", "Doubtful", "Assumed"];

    /// <summary>The cells below the head.</summary>
    public IReadOnlyList<object?> Cells() =>
    [
        .. Columns.Select(c => values.GetValueOrDefault(c)),
        string.Join(' ', Missing.Keys), string.Join(' ', Doubtful.Keys), string.Join(' ', assumed),
    ];

    /// <summary>Sets a field; a null or empty value is missing for this reason.</summary>
    public void Set(string column, object? value, string reason = "It is not on record.")
    {
        if (value is null or "")
        {
            Missing[column] = reason;
        }
        else
        {
            values[column] = value;
        }
    }

    /// <summary>Sets a field by a rule of ours, where nobody has entered it.</summary>
    public void Assume(string column, string value)
    {
        values[column] = value;
        assumed.Add(column);
    }
}

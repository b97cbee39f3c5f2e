namespace EGovPlatform.ReportingService.Summaries;

/// <summary>Something that can be counted or summed.</summary>
/// <param name="Name">Name in requests.</param>
/// <param name="Description">What it means.</param>
/// <param name="Types">Types of record it looks at.</param>
/// <param name="Fact">Fact table joined as f; empty for the records themselves.</param>
/// <param name="Where">Which rows count.</param>
internal sealed record Measure(string Name, string Description, string[] Types, string Fact, string Where)
{
    /// <summary>Prefix of the four columns of a number that is summed; null counts subjects.</summary>
    public string? Number { get; init; }

    /// <summary>What is counted, each once.</summary>
    public string Subject { get; init; } = "r.name";

    /// <summary>More joins.</summary>
    public string Join { get; init; } = "";

    /// <summary>Column of the country of a row, where it is not the record's.</summary>
    public string? Country { get; init; }

    /// <summary>Asked instead of this one when countries are told apart.</summary>
    public Measure? ByCountry { get; init; }
}

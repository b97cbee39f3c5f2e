namespace EGovPlatform.ReportingService.Summaries;

/// <summary>Something that can be counted or summed.</summary>
/// <param name="Name">Name in requests.</param>
/// <param name="Description">What it means.</param>
/// <param name="Types">Types of record it looks at.</param>
/// <param name="Fact">Fact table joined as f; empty for the records themselves.</param>
/// <param name="Where">Which rows count.</param>
internal sealed record Measure(string Name, string Description, string[] Types, string Fact, string Where)
{
    /// <summary>What a number is.</summary>
    public MeasureForm Form { get; init; }

    /// <summary>Prefix of the columns value, qualifier, lower and upper of a number that is summed; null counts subjects.</summary>
    public string? Number { get; init; }

    /// <summary>What is counted, each once.</summary>
    public string Subject { get; init; } = "r.name";

    /// <summary>Whether a record may have several rows in a group.</summary>
    public bool Several { get; init; }

    /// <summary>Whether a subject is part of the ratio.</summary>
    public string Part { get; init; } = "false";

    /// <summary>Whether it is not known if a subject is part of the ratio.</summary>
    public string PartUnknown { get; init; } = "false";

    /// <summary>EDTF column of a day that must have passed.</summary>
    public string? Due { get; init; }

    /// <summary>Asks for what holds on the day asked for, today when none is.</summary>
    public bool OnDay { get; init; }

    /// <summary>More joins.</summary>
    public string Join { get; init; } = "";

    /// <summary>Keys of a row by dimension, where they are not the record's; dimensions only this measure has are among them.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Asked instead of this one when countries are told apart.</summary>
    public Measure? ByCountry { get; init; }
}

/// <summary>What a number of a measure is.</summary>
internal enum MeasureForm
{
    /// <summary>A count, or a sum of numbers.</summary>
    Sum,

    /// <summary>Sums of money, one for each kind and currency.</summary>
    Money,

    /// <summary>How many of how many.</summary>
    Ratio,

    /// <summary>A sum whose mean is of interest, in days.</summary>
    Mean,
}

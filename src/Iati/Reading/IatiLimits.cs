namespace EGovPlatform.Iati.Reading;

/// <summary>What a file may be at most. A file over a limit is refused with a critical finding.</summary>
public sealed record IatiLimits
{
    /// <summary>Characters in the whole file; 60 Mi, as the public validator has it.</summary>
    public long Characters { get; init; } = 60L * 1024 * 1024;

    /// <summary>Elements inside one another; the standard itself needs 9.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>Findings that are reported with their place; further ones are only counted.</summary>
    public int Findings { get; init; } = 10_000;
}

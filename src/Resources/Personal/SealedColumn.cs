namespace EGovPlatform.Resources;

/// <summary>A column that holds secrets sealed by the master key, so that a renewal finds them.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Column">Its name, of type bytea; a null is left alone.</param>
/// <param name="Name">SQL of the name that a row's secret is bound to.</param>
/// <param name="Field">The field that it is bound to.</param>
public sealed record SealedColumn(string Table, string Column, string Name, string Field);

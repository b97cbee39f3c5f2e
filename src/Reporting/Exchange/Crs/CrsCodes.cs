using EGovPlatform.Iati.Codelists;

namespace EGovPlatform.ReportingService.Exchange.Crs;

/// <summary>What a person enters beside a record for the return: external identifiers of schemes that begin with `crs-`.</summary>
internal static class CrsCodes
{
    // Field, scheme, and the list its codes are of; no list where the standard's data has none.
    private static readonly (string Column, string Scheme, string? List)[] Entered =
    [
        ("CrsID", "crs", null), ("Bi_Multi", "crs-collaboration-type", "CollaborationType"), ("SDGFocus", "crs-sdg", null),
        ("Gender", "crs-gender", "PolicySignificance"), ("Environment", "crs-environment", "PolicySignificance"), ("DIG", "crs-governance", "PolicySignificance"),
        ("Trade", "crs-trade", "PolicySignificance"), ("RMNCH", "crs-rmnch", "PolicySignificance"), ("DRR", "crs-drr", "PolicySignificance"),
        ("Nutrition", "crs-nutrition", "PolicySignificance"), ("Disability", "crs-disability", "PolicySignificance"), ("Biodiversity", "crs-biodiversity", "PolicySignificance"),
        ("ClimateMitigation", "crs-climate-mitigation", "PolicySignificance"), ("ClimateAdaptation", "crs-climate-adaptation", "PolicySignificance"),
        ("Desertification", "crs-desertification", "PolicySignificance"), ("FTC", "crs-ftc", null), ("PBA", "crs-pba", null), ("InvestmentProject", "crs-investment", null),
    ];

    /// <summary>Sets the fields that are only ever entered.</summary>
    public static void Fill(CrsRow row, Draft draft, DateOnly today)
    {
        foreach (var (column, scheme, list) in Entered)
        {
            row.Set(column, Of(row, draft, column, scheme, list, today), row.Missing.GetValueOrDefault(column) ?? $"Nobody has entered it as external identifier {scheme}.");
        }
    }

    /// <summary>Sets a field to what is entered, else to what our rules make of it.</summary>
    public static void FillOrAssume(CrsRow row, Draft draft, string column, string scheme, string list, string? assumed, DateOnly today)
    {
        if (Of(row, draft, column, scheme, list, today) is { } entered)
        {
            row.Set(column, entered);
        }
        else if (assumed is not null)
        {
            row.Missing.Remove(column);
            row.Assume(column, assumed);
        }
        else
        {
            row.Set(column, null, row.Missing.GetValueOrDefault(column) ?? $"Nobody has entered it as external identifier {scheme}, and nothing on record says it.");
        }
    }

    /// <summary>What is entered; null when nothing is, or what is not on the list or withdrawn from it: then that is the reason why it is missing.</summary>
    public static string? Of(CrsRow row, Draft draft, string column, string scheme, string? list, DateOnly today)
    {
        var entered = ExchangeRecords.Identifiers(draft.Record, scheme, former: false, today).LastOrDefault();
        if (entered is null || list is null || (Codelist.Of(list).Has(entered) && !Codelist.Of(list).IsWithdrawn(entered)))
        {
            return entered;
        }

        row.Missing[column] = $"'{entered}', entered as {scheme}, is not in use on the list {list}.";
        return null;
    }
}

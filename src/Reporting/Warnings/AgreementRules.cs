using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.Warnings;

/// <summary>What is odd about agreements.</summary>
internal static class AgreementRules
{
    /// <summary>Signed, and nobody knows when: whether it covered anything on a day cannot be told.</summary>
    public static async Task<IEnumerable<FoundWarning>> SigningDateUnknownAsync(RecordSet records)
    {
        var agreements = await records.ReadAsync(["Agreement"],
            "select s.name, s.certain, s.title from s join mart.agreement f on f.name = s.name and f.version = s.version where f.concluded and f.signed_edtf = ''");
        return agreements.Select(a => new FoundWarning(a.Name, "SIGNING_DATE_UNKNOWN", "instruments", $"When '{a.Text(2)}' was signed is not known."));
    }
}

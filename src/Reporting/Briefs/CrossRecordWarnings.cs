using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Briefs;

/// <summary>What is odd across records; what is odd in one record its owner says. General rules only.</summary>
internal static class CrossRecordWarnings
{
    public static IEnumerable<Warning> Of(CountryBrief brief)
    {
        foreach (var agreement in brief.Agreements.Where(a => DateRules.Read(a.Date).IsUnknown))
        {
            yield return new Warning { Rule = "SIGNING_DATE_UNKNOWN", FieldPath = agreement.Name, Message = $"When '{agreement.Title}' was signed is not known." };
        }
    }
}

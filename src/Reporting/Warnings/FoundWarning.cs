using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.Warnings;

/// <summary>What a rule found by comparing records.</summary>
/// <param name="Record">The record that is odd.</param>
/// <param name="Rule">Rule in upper snake case; docs/warnings.md has it.</param>
/// <param name="FieldPath">Field concerned; empty for the whole record.</param>
/// <param name="Message">What is odd, in one sentence.</param>
/// <param name="Others">The other records concerned.</param>
internal sealed record FoundWarning(string Record, string Rule, string FieldPath, string Message, params string[] Others);

/// <summary>A general rule over the records of all services. It knows nothing of any one document.</summary>
internal delegate Task<IEnumerable<FoundWarning>> CrossRule(RecordSet records);

/// <summary>All rules across records; docs/warnings.md lists them.</summary>
internal static class CrossRules
{
    public static IReadOnlyList<CrossRule> All { get; } =
    [
        PeopleRules.SeveralTitlesAsync,
        NameRulesAcross.NamedDifferentlyAsync,
        NameRulesAcross.NotYetInUseAsync,
        DelegationRules.DaysWithoutEngagementAsync,
        RivalRules.UnchosenValuesAsync,
        RivalRules.SameRecordsAsync,
        RivalRules.TopicsAsync,
        RoundRules.TargetNotListedAsync,
        RoundRules.WithoutAllocationsAsync,
        AgreementRules.SigningDateUnknownAsync,
    ];
}

using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Participants;

namespace EGovPlatform.TrainingService.Matchings;

/// <summary>Companies are told of an official who agreed to that.</summary>
internal static class MatchingGuard
{
    public static async Task CheckConsentAsync(RuleContext<Matching> context, Neighbors neighbors)
    {
        var matching = context.Resource;
        for (var i = 0; i < matching.Officials.Count; i++)
        {
            var name = matching.Officials[i].Resource;
            if (ParticipantTable.Type.Pattern.Matches(name) && await neighbors.FindAsync(ParticipantTable.Type, name) is { Person.Length: 0 } participant
                && !participant.Consents.Any(c => c is { Purpose: ConsentPurpose.BusinessMatching, Given.Edtf.Length: > 0, Withdrawn: null or { Edtf.Length: 0 } }))
            {
                context.Warn(FieldAt.Of("officials", i, "resource"), "CONSENT_MISSING", "No consent to be named to companies is on record.");
            }
        }
    }
}

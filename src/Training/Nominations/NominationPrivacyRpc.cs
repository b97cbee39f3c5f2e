using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Personal;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Nominations;

/// <summary>The calls of NominationPrivacyService; what they mean stands in the proto.</summary>
public sealed class NominationPrivacyRpc(Resource<Nomination> nominations) : NominationPrivacyService.NominationPrivacyServiceBase
{
    public override Task<Nomination> EraseNomination(EraseRequest request, ServerCallContext context) => nominations.EraseAsync(request, context, _ => { });

    public override async Task<NominationExport> ExportNomination(GetRequest request, ServerCallContext context)
    {
        var nomination = await nominations.GetAsync(request, context);
        var trail = await nominations.TrailAsync(nomination.Name, context.CancellationToken);
        return new NominationExport { Nomination = PersonalMask.Apply(nomination, context), History = { trail.History }, Referrers = { trail.Referrers }, Reads = { Reads.Of(trail) } };
    }

    public override async Task<FindNominationsResponse> FindNominations(FindPersonalRequest request, ServerCallContext context) =>
        new() { Nominations = { await nominations.FindPersonalAsync(request.Text, context) } };
}

using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.CountriesService.Agreements;

/// <summary>The calls of AgreementService; what they mean stands in the proto.</summary>
public sealed class AgreementRpc(Resource<Agreement> agreements) : AgreementService.AgreementServiceBase
{
    public override Task<Agreement> GetAgreement(GetRequest request, ServerCallContext context) => agreements.GetAsync(request, context);

    public override Task<ListAgreementsResponse> ListAgreements(ListRequest request, ServerCallContext context) => agreements.ListAsync<ListAgreementsResponse>(request, context);

    public override Task<BatchGetAgreementsResponse> BatchGetAgreements(BatchGetRequest request, ServerCallContext context) => agreements.BatchGetAsync<BatchGetAgreementsResponse>(request, context);

    public override Task<Agreement> CreateAgreement(CreateAgreementRequest request, ServerCallContext context) => agreements.CreateAsync(request, context);

    public override Task<Agreement> UpdateAgreement(UpdateAgreementRequest request, ServerCallContext context) => agreements.UpdateAsync(request, context);

    public override Task<Agreement> DeleteAgreement(DeleteRequest request, ServerCallContext context) => agreements.DeleteAsync(request, context);

    public override Task<Agreement> UndeleteAgreement(UndeleteRequest request, ServerCallContext context) => agreements.UndeleteAsync(request, context);

    public override Task<Agreement> NegotiateAgreement(TransitionRequest request, ServerCallContext context) => agreements.TransitionAsync(request, AgreementState.Negotiated, context);

    public override Task<Agreement> SignAgreement(TransitionRequest request, ServerCallContext context) => agreements.TransitionAsync(request, AgreementState.Signed, context);

    public override Task<Agreement> EnterIntoForceAgreement(TransitionRequest request, ServerCallContext context) =>
        agreements.TransitionAsync(request, AgreementState.InForce, context, AgreementState.Signed);

    public override Task<Agreement> SuspendAgreement(TransitionRequest request, ServerCallContext context) => agreements.TransitionAsync(request, AgreementState.Suspended, context);

    public override Task<Agreement> ResumeAgreement(TransitionRequest request, ServerCallContext context) =>
        agreements.TransitionAsync(request, AgreementState.InForce, context, AgreementState.Suspended);

    public override Task<Agreement> ExpireAgreement(TransitionRequest request, ServerCallContext context) => agreements.TransitionAsync(request, AgreementState.Expired, context);

    public override Task<Agreement> TerminateAgreement(TransitionRequest request, ServerCallContext context) => agreements.TransitionAsync(request, AgreementState.Terminated, context);

    public override Task<Agreement> SupersedeAgreement(TransitionRequest request, ServerCallContext context) => agreements.TransitionAsync(request, AgreementState.Superseded, context);

    public override Task<Agreement> ClaimAgreement(ClaimRequest request, ServerCallContext context) => agreements.ClaimAsync(request, context);
}

using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Tenders;

/// <summary>The calls of TenderService; what they mean stands in the proto.</summary>
public sealed class TenderRpc(Resource<Tender> tenders) : TenderService.TenderServiceBase
{
    public override Task<Tender> GetTender(GetRequest request, ServerCallContext context) => tenders.GetAsync(request, context);

    public override Task<ListTendersResponse> ListTenders(ListRequest request, ServerCallContext context) => tenders.ListAsync<ListTendersResponse>(request, context);

    public override Task<BatchGetTendersResponse> BatchGetTenders(BatchGetRequest request, ServerCallContext context) => tenders.BatchGetAsync<BatchGetTendersResponse>(request, context);

    public override Task<Tender> CreateTender(CreateTenderRequest request, ServerCallContext context) => tenders.CreateAsync(request, context);

    public override Task<Tender> UpdateTender(UpdateTenderRequest request, ServerCallContext context) => tenders.UpdateAsync(request, context);

    public override Task<Tender> DeleteTender(DeleteRequest request, ServerCallContext context) => tenders.DeleteAsync(request, context);

    public override Task<Tender> UndeleteTender(UndeleteRequest request, ServerCallContext context) => tenders.UndeleteAsync(request, context);

    public override Task<Tender> PublishTender(TransitionRequest request, ServerCallContext context) => tenders.TransitionAsync(request, TenderState.Published, context);

    public override Task<Tender> EvaluateTender(TransitionRequest request, ServerCallContext context) => tenders.TransitionAsync(request, TenderState.Evaluating, context);

    public override Task<Tender> AwardTender(TransitionRequest request, ServerCallContext context) => tenders.TransitionAsync(request, TenderState.Awarded, context);

    public override Task<Tender> FailTender(TransitionRequest request, ServerCallContext context) => tenders.TransitionAsync(request, TenderState.Failed, context);

    public override Task<Tender> CancelTender(TransitionRequest request, ServerCallContext context) => tenders.TransitionAsync(request, TenderState.Cancelled, context);
}

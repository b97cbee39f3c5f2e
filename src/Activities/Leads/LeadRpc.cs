using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Leads;

/// <summary>The calls of LeadService; what they mean stands in the proto.</summary>
public sealed class LeadRpc(Resource<Lead> leads) : LeadService.LeadServiceBase
{
    public override Task<Lead> GetLead(GetRequest request, ServerCallContext context) => leads.GetAsync(request, context);

    public override Task<ListLeadsResponse> ListLeads(ListRequest request, ServerCallContext context) => leads.ListAsync<ListLeadsResponse>(request, context);

    public override Task<BatchGetLeadsResponse> BatchGetLeads(BatchGetRequest request, ServerCallContext context) => leads.BatchGetAsync<BatchGetLeadsResponse>(request, context);

    public override Task<Lead> CreateLead(CreateLeadRequest request, ServerCallContext context) => leads.CreateAsync(request, context);

    public override Task<Lead> UpdateLead(UpdateLeadRequest request, ServerCallContext context) => leads.UpdateAsync(request, context);

    public override Task<Lead> DeleteLead(DeleteRequest request, ServerCallContext context) => leads.DeleteAsync(request, context);

    public override Task<Lead> UndeleteLead(UndeleteRequest request, ServerCallContext context) => leads.UndeleteAsync(request, context);

    public override Task<Lead> QualifyLead(TransitionRequest request, ServerCallContext context) => leads.TransitionAsync(request, LeadState.Qualified, context);

    public override Task<Lead> StartBiddingLead(TransitionRequest request, ServerCallContext context) => leads.TransitionAsync(request, LeadState.Bidding, context);

    public override Task<Lead> WinLead(TransitionRequest request, ServerCallContext context) => leads.TransitionAsync(request, LeadState.Won, context);

    public override Task<Lead> LoseLead(TransitionRequest request, ServerCallContext context) => leads.TransitionAsync(request, LeadState.Lost, context);

    public override Task<Lead> DropLead(TransitionRequest request, ServerCallContext context) => leads.TransitionAsync(request, LeadState.Dropped, context);
}

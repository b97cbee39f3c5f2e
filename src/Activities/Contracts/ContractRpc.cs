using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Contracts;

/// <summary>The calls of ContractService; what they mean stands in the proto.</summary>
public sealed class ContractRpc(Resource<Contract> contracts) : ContractService.ContractServiceBase
{
    public override Task<Contract> GetContract(GetRequest request, ServerCallContext context) => contracts.GetAsync(request, context);

    public override Task<ListContractsResponse> ListContracts(ListRequest request, ServerCallContext context) => contracts.ListAsync<ListContractsResponse>(request, context);

    public override Task<BatchGetContractsResponse> BatchGetContracts(BatchGetRequest request, ServerCallContext context) => contracts.BatchGetAsync<BatchGetContractsResponse>(request, context);

    public override Task<Contract> CreateContract(CreateContractRequest request, ServerCallContext context) => contracts.CreateAsync(request, context);

    public override Task<Contract> UpdateContract(UpdateContractRequest request, ServerCallContext context) => contracts.UpdateAsync(request, context);

    public override Task<Contract> DeleteContract(DeleteRequest request, ServerCallContext context) => contracts.DeleteAsync(request, context);

    public override Task<Contract> UndeleteContract(UndeleteRequest request, ServerCallContext context) => contracts.UndeleteAsync(request, context);

    public override Task<Contract> SignContract(TransitionRequest request, ServerCallContext context) => contracts.TransitionAsync(request, ContractState.Signed, context);

    public override Task<Contract> StartContract(TransitionRequest request, ServerCallContext context) => contracts.TransitionAsync(request, ContractState.Performing, context);

    public override Task<Contract> CompleteContract(TransitionRequest request, ServerCallContext context) => contracts.TransitionAsync(request, ContractState.Completed, context);

    public override Task<Contract> TerminateContract(TransitionRequest request, ServerCallContext context) => contracts.TransitionAsync(request, ContractState.Terminated, context);

    public override Task<Contract> CancelContract(TransitionRequest request, ServerCallContext context) => contracts.TransitionAsync(request, ContractState.Cancelled, context);
}

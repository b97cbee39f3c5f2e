using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Outputs;

/// <summary>The calls of OutputService; what they mean stands in the proto.</summary>
public sealed class OutputRpc(Resource<Output> outputs) : OutputService.OutputServiceBase
{
    public override Task<Output> GetOutput(GetRequest request, ServerCallContext context) => outputs.GetAsync(request, context);

    public override Task<ListOutputsResponse> ListOutputs(ListRequest request, ServerCallContext context) => outputs.ListAsync<ListOutputsResponse>(request, context);

    public override Task<BatchGetOutputsResponse> BatchGetOutputs(BatchGetRequest request, ServerCallContext context) => outputs.BatchGetAsync<BatchGetOutputsResponse>(request, context);

    public override Task<Output> CreateOutput(CreateOutputRequest request, ServerCallContext context) => outputs.CreateAsync(request, context);

    public override Task<Output> UpdateOutput(UpdateOutputRequest request, ServerCallContext context) => outputs.UpdateAsync(request, context);

    public override Task<Output> DeleteOutput(DeleteRequest request, ServerCallContext context) => outputs.DeleteAsync(request, context);

    public override Task<Output> UndeleteOutput(UndeleteRequest request, ServerCallContext context) => outputs.UndeleteAsync(request, context);

    public override Task<Output> DeliverOutput(TransitionRequest request, ServerCallContext context) => outputs.TransitionAsync(request, OutputState.Delivered, context);

    public override Task<Output> AcceptOutput(TransitionRequest request, ServerCallContext context) => outputs.TransitionAsync(request, OutputState.Accepted, context);

    public override Task<Output> ReturnOutput(TransitionRequest request, ServerCallContext context) => outputs.TransitionAsync(request, OutputState.Returned, context);

    public override Task<Output> CancelOutput(TransitionRequest request, ServerCallContext context) => outputs.TransitionAsync(request, OutputState.Cancelled, context);
}

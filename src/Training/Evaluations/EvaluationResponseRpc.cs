using EGovPlatform.Training.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Evaluations;

/// <summary>The calls of EvaluationResponseService; what they mean stands in the proto.</summary>
public sealed class EvaluationResponseRpc(Resource<EvaluationResponse> evaluationResponses) : EvaluationResponseService.EvaluationResponseServiceBase
{
    public override Task<EvaluationResponse> GetEvaluationResponse(GetRequest request, ServerCallContext context) => evaluationResponses.GetAsync(request, context);

    public override Task<ListEvaluationResponsesResponse> ListEvaluationResponses(ListRequest request, ServerCallContext context) => evaluationResponses.ListAsync<ListEvaluationResponsesResponse>(request, context);

    public override Task<BatchGetEvaluationResponsesResponse> BatchGetEvaluationResponses(BatchGetRequest request, ServerCallContext context) => evaluationResponses.BatchGetAsync<BatchGetEvaluationResponsesResponse>(request, context);

    public override Task<EvaluationResponse> CreateEvaluationResponse(CreateEvaluationResponseRequest request, ServerCallContext context) => evaluationResponses.CreateAsync(request, context);

    public override Task<EvaluationResponse> UpdateEvaluationResponse(UpdateEvaluationResponseRequest request, ServerCallContext context) => evaluationResponses.UpdateAsync(request, context);

    public override Task<EvaluationResponse> DeleteEvaluationResponse(DeleteRequest request, ServerCallContext context) => evaluationResponses.DeleteAsync(request, context);

    public override Task<EvaluationResponse> UndeleteEvaluationResponse(UndeleteRequest request, ServerCallContext context) => evaluationResponses.UndeleteAsync(request, context);
}

using EGovPlatform.Activities.V1;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Selection;

/// <summary>The calls of SelectionService; what they mean stands in the proto.</summary>
public sealed class SelectionRpc(DecisionBatch batch, ReserveList reserve, SelectionSummary summary) : SelectionService.SelectionServiceBase
{
    public override Task<DecideRoundResponse> DecideRound(DecideRoundRequest request, ServerCallContext context) => batch.DecideAsync(request, context);

    public override Task<Decision> PromoteReserve(PromoteReserveRequest request, ServerCallContext context) => reserve.PromoteAsync(request, context);

    public override Task<SummarizeSelectionResponse> SummarizeSelection(SummarizeSelectionRequest request, ServerCallContext context) => summary.OfAsync(request, context);
}

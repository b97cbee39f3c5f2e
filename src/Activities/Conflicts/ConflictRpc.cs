using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Conflicts;

/// <summary>The calls of ConflictService; what they mean stands in the proto.</summary>
public sealed class ConflictRpc(Resource<Conflict> conflicts, ConflictDesk desk) : ConflictService.ConflictServiceBase
{
    public override Task<Conflict> GetConflict(GetRequest request, ServerCallContext context) => conflicts.GetAsync(request, context);

    public override Task<ListConflictsResponse> ListConflicts(ListRequest request, ServerCallContext context) => conflicts.ListAsync<ListConflictsResponse>(request, context);

    public override Task<BatchGetConflictsResponse> BatchGetConflicts(BatchGetRequest request, ServerCallContext context) => conflicts.BatchGetAsync<BatchGetConflictsResponse>(request, context);

    public override Task<Conflict> DeclareConflict(DeclareConflictRequest request, ServerCallContext context) => desk.DeclareAsync(request, context);

    public override Task<ComputeConflictsResponse> ComputeConflicts(ComputeConflictsRequest request, ServerCallContext context) => desk.ComputeAsync(request, context);

    public override Task<Conflict> LiftConflict(TransitionRequest request, ServerCallContext context) => conflicts.TransitionAsync(request, ConflictState.Lifted, context);
}

using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Rankings;

/// <summary>The calls of RankingService; what they mean stands in the proto.</summary>
public sealed class RankingRpc(Resource<Ranking> rankings, RankingDesk desk) : RankingService.RankingServiceBase
{
    public override Task<Ranking> GetRanking(GetRequest request, ServerCallContext context) => rankings.GetAsync(request, context);

    public override Task<ListRankingsResponse> ListRankings(ListRequest request, ServerCallContext context) => rankings.ListAsync<ListRankingsResponse>(request, context);

    public override Task<BatchGetRankingsResponse> BatchGetRankings(BatchGetRequest request, ServerCallContext context) => rankings.BatchGetAsync<BatchGetRankingsResponse>(request, context);

    public override Task<Ranking> MakeRanking(MakeRankingRequest request, ServerCallContext context) => desk.MakeAsync(request, context);

    public override Task<VerifyRankingResponse> VerifyRanking(VerifyRankingRequest request, ServerCallContext context) => desk.VerifyAsync(request, context);

    public override Task<Ranking> DeleteRanking(DeleteRequest request, ServerCallContext context) => request.Reason.Length > 0
        ? rankings.DeleteAsync(request, context)
        : throw Errors.InvalidField("reason", "REQUIRED", "Say why scoring is opened again.");
}

using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Scores;

/// <summary>The calls of ScoreService; what they mean stands in the proto.</summary>
public sealed class ScoreRpc(Resource<Score> scores, ScoreDesk desk) : ScoreService.ScoreServiceBase
{
    public override Task<Score> GetScore(GetRequest request, ServerCallContext context) => scores.GetAsync(request, context);

    public override Task<ListScoresResponse> ListScores(ListRequest request, ServerCallContext context) => scores.ListAsync<ListScoresResponse>(request, context);

    public override Task<BatchGetScoresResponse> BatchGetScores(BatchGetRequest request, ServerCallContext context) => scores.BatchGetAsync<BatchGetScoresResponse>(request, context);

    public override Task<Score> CastScore(CastScoreRequest request, ServerCallContext context) => desk.CastAsync(request, context);
}

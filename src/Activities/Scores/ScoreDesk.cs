using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Conflicts;
using EGovPlatform.ActivitiesService.Councils;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Scores;

/// <summary>Takes the scores of members: each their own, none in conflict.</summary>
public sealed class ScoreDesk(Resource<Score> scores, Seats seats, ConflictDesk conflicts)
{
    public async Task<Score> CastAsync(CastScoreRequest request, ServerCallContext call)
    {
        var (round, council) = await seats.CouncilOfAsync(ScoreTable.RoundOf(request.Parent), call);
        var member = Seats.Own(council, call);
        await conflicts.RefuseAsync(round.Name, council, member, request.Parent, call);
        var act = new Act(request, call, ScoreTable.Type.Pattern.Compose(request.Parent, member.Key), "", request.RequestId, request.ValidateOnly, request.Reason);
        return await scores.MakeAsync(act, (current, _) =>
        {
            if (current is not null && request.Reason.Length == 0)
            {
                throw Errors.InvalidField("reason", "REQUIRED", "A score that is cast already is changed with a reason.");
            }

            var next = current ?? new Score { Council = council.Name, Member = member.Key };
            next.Points.Clear();
            next.Points.Add(request.Points);
            next.Comment = request.Comment;
            return Task.FromResult(next);
        });
    }
}

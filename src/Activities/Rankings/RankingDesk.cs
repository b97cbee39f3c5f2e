using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Conflicts;
using EGovPlatform.ActivitiesService.Councils;
using EGovPlatform.ActivitiesService.Proposals;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.ActivitiesService.Scores;
using EGovPlatform.ActivitiesService.ScoreSheets;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.ActivitiesService.Rankings;

/// <summary>Makes rankings while their round is held, and computes them anew from the versions they name.</summary>
public sealed class RankingDesk(Resource<Ranking> rankings, NpgsqlDataSource database)
{
    public Task<Ranking> MakeAsync(MakeRankingRequest request, ServerCallContext call)
    {
        if (request.Incomplete && request.Reason.Length == 0)
        {
            throw Errors.InvalidField("reason", "REQUIRED", "Ranking although scores are missing needs a reason.");
        }

        var id = request.RankingId.Length > 0 ? request.RankingId : Guid.CreateVersion7().ToString();
        var act = new Act(request, call, RankingTable.Type.Pattern.Compose(request.Parent, id), "", request.RequestId, request.ValidateOnly, request.Reason);
        return rankings.MakeAsync(act, async (current, neighbors) =>
        {
            if (current is not null)
            {
                throw Errors.AlreadyExists(current.Name);
            }

            var round = await neighbors.HoldAsync(RoundTable.Type, request.Parent) ?? throw Errors.NotFound(request.Parent);
            if (round.State != RoundState.Deliberating || (await neighbors.ListAsync(RankingTable.Type, "parent", round.Name)).Count > 0)
            {
                throw Errors.InvalidField("parent", "NOT_DELIBERATING", $"{round.Name} is not in deliberation, or is ranked already.");
            }

            var sheet = (await neighbors.ListAsync(ScoreSheetTable.Type, "parent", round.Name)).FirstOrDefault(s => s.State == ScoreSheetState.Adopted)
                ?? throw Errors.InvalidField("parent", "NO_SHEET", $"{round.Name} has no adopted score sheet.");
            var proposals = (await neighbors.ListAsync(ProposalTable.Type, "parent", round.Name)).Where(p => p.State == ProposalState.UnderReview).Select(p => p.Name).ToList();
            var recused = (await neighbors.ListAsync(ConflictTable.Type, "parent", round.Name)).Where(c => c.State == ConflictState.Standing).Select(c => (c.Member, c.Proposal)).ToHashSet();

            // A score by an older sheet, or by a member found in conflict since, does not count.
            var scores = (await neighbors.ListAsync(ScoreTable.Type, "round", round.Name))
                .Where(s => s.Sheet == sheet.Name && proposals.Contains(ProposalOf(s)) && !recused.Contains((s.Member, ProposalOf(s)))).ToList();
            if (!request.Incomplete)
            {
                RequireAll(await neighbors.FindAsync(CouncilTable.Type, round.Council), proposals, scores, recused);
            }

            return RankingRule.Of(round.Name, sheet, proposals, scores, recused);
        });
    }

    public async Task<VerifyRankingResponse> VerifyAsync(VerifyRankingRequest request, ServerCallContext call)
    {
        var ranking = await rankings.GetAsync(new GetRequest { Name = request.Name }, call);
        var round = RankingTable.Type.Pattern.ParentOf(ranking.Name);
        await using var connection = await database.OpenConnectionAsync(call.CancellationToken);
        var sheet = await AtAsync(connection, ScoreSheet.Parser, ranking.Sheet, ranking.SheetRevision, call.CancellationToken);
        var scores = new List<Score>();
        foreach (var input in ranking.Inputs)
        {
            scores.Add(await AtAsync(connection, Score.Parser, input.Score, input.Revision, call.CancellationToken));
        }

        var again = RankingRule.Of(round, sheet, ranking.Rows.Select(r => r.Proposal), scores, [.. ranking.Rows.SelectMany(r => r.Recused.Select(m => (m, r.Proposal)))]);
        var response = new VerifyRankingResponse { Matches = again.Digest == ranking.Digest && again.Rows.Equals(ranking.Rows), StoredDigest = ranking.Digest, ComputedDigest = again.Digest };
        response.ChangedSince.Add(await ChangedAsync(connection, round, ranking, call.CancellationToken));
        return response;
    }

    private static string ProposalOf(Score score) => ScoreTable.Type.Pattern.ParentOf(score.Name);

    private static void RequireAll(Council? council, IEnumerable<string> proposals, List<Score> scores, IReadOnlySet<(string, string)> recused)
    {
        var cast = scores.Select(s => (s.Member, ProposalOf(s))).ToHashSet();
        var missing = proposals.SelectMany(p => (council?.Members ?? []).Where(m => m.Key.Length > 0).Select(m => (m.Key, Proposal: p)))
            .Where(x => !cast.Contains(x) && !recused.Contains(x))
            .Select(x => new FieldViolation("parent", "SCORE_MISSING", $"'{x.Key}' has not scored {x.Proposal}.")).ToList();
        if (missing.Count > 0)
        {
            throw Errors.InvalidFields(missing);
        }
    }

    private static async Task<T> AtAsync<T>(NpgsqlConnection connection, MessageParser<T> parser, string name, long version, CancellationToken cancellation) where T : IMessage<T>
    {
        await using var command = new NpgsqlCommand("select body from change where name = $1 and version = $2", connection) { Parameters = { new() { Value = name }, new() { Value = version } } };
        return parser.ParseFrom((byte[])(await command.ExecuteScalarAsync(cancellation))!);
    }

    private static async Task<List<string>> ChangedAsync(NpgsqlConnection connection, string round, Ranking ranking, CancellationToken cancellation)
    {
        var known = ranking.Inputs.ToDictionary(i => i.Score, i => i.Revision, StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select name, version from scores where round = $1 and sheet = $2 order by name", connection) { Parameters = { new() { Value = round }, new() { Value = ranking.Sheet } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var changed = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            if (known.GetValueOrDefault(reader.GetString(0)) != reader.GetInt64(1) && !IsRecused(ranking, reader.GetString(0)))
            {
                changed.Add(reader.GetString(0));
            }
        }

        return changed;
    }

    private static bool IsRecused(Ranking ranking, string score) =>
        ranking.Rows.Any(r => r.Proposal == ScoreTable.Type.Pattern.ParentOf(score) && r.Recused.Contains(score.Split('/')[^1]));
}

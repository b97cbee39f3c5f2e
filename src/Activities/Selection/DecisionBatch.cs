using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Decisions;
using EGovPlatform.ActivitiesService.Proposals;
using EGovPlatform.ActivitiesService.Rankings;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Selection;

/// <summary>
/// Decides on many proposals in one transaction while the round is held. Every row is tried, and undone alone when it is
/// wrong, so that all that is wrong is told at once.
/// </summary>
public sealed class DecisionBatch(Resource<Round> rounds, Resource<Decision> decisions, Resource<Proposal> proposals, Resource<Project> projects)
{
    private const int MaxRows = 200;

    public async Task<DecideRoundResponse> DecideAsync(DecideRoundRequest request, ServerCallContext call)
    {
        if (request.Rows.Count is 0 or > MaxRows)
        {
            throw Errors.InvalidField("rows", "LENGTH", $"From 1 to {MaxRows} rows at once.");
        }

        var act = new Act(request, call, request.Name, "", request.RequestId, request.ValidateOnly, request.Reason);
        var response = new DecideRoundResponse { Applied = !request.ValidateOnly };
        response.Rows.Add(request.Rows.Select(r => new DecidedRow { Proposal = r.Proposal }));
        await rounds.ActAsync(act, async (round, neighbors, joint) =>
        {
            if (round.State != RoundState.Deliberating)
            {
                throw Errors.InvalidField("name", "NOT_DELIBERATING", $"{round.Name} is not in deliberation.");
            }

            var ranking = await neighbors.FindAsync(RankingTable.Type, request.Ranking);
            foreach (var (row, answer) in request.Rows.Zip(response.Rows))
            {
                answer.Problems.Clear();
                if (await joint.TryAsync(() => DecideAsync(request, row, round, ranking, neighbors, joint)) is { } refusal)
                {
                    answer.Problems.Add(RowProblems.Of(refusal));
                }
            }

            var wrong = response.Rows.Index()
                .SelectMany(r => r.Item.Problems.Select(p => new FieldViolation(string.Create(CultureInfo.InvariantCulture, $"rows[{r.Index}].{p.Field}"), p.Rule, p.Message))).ToList();
            return wrong.Count == 0 || request.ValidateOnly ? null : throw Errors.InvalidFields(wrong);
        });
        foreach (var (row, answer) in request.Rows.Zip(response.Rows).Where(_ => response.Applied))
        {
            answer.Decision = DecisionName(request.Name, row.Proposal);
            answer.Project = row.ProjectId.Length > 0 ? $"projects/{row.ProjectId}" : "";
        }

        return response;
    }

    /// <summary>A proposal is decided on once: its decision has its id.</summary>
    private static string DecisionName(string round, string proposal) => DecisionTable.Type.Pattern.Compose(round, proposal.Split('/')[^1]);

    private async Task DecideAsync(DecideRoundRequest request, DecisionRow row, Round round, Ranking? ranking, Neighbors neighbors, Joint joint)
    {
        var proposal = await neighbors.FindAsync(ProposalTable.Type, row.Proposal) ?? throw Errors.InvalidField("proposal", "NOT_FOUND", $"There is no '{row.Proposal}'.");
        var ranked = ranking?.Rows.FirstOrDefault(r => r.Proposal == row.Proposal);
        var problems = Problems(row, proposal, ranking, ranked).ToList();
        if (problems.Count > 0)
        {
            throw Errors.InvalidFields(problems);
        }

        var decision = new Decision
        {
            Outcome = row.Outcome,
            Proposal = row.Proposal,
            Council = request.Council.Length > 0 ? request.Council : round.Council,
            Ranking = request.Ranking,
            Rank = row.Rank > 0 ? row.Rank : ranked?.Rank ?? 0,
            Date = request.Date,
            Reason = row.Reason,
            Granted = row.Granted,
            Requested = proposal.Requested,
        };
        if (row.ProjectId.Length > 0)
        {
            decision.Project = (await joint.CreateAsync(projects, $"projects/{row.ProjectId}", ProposedProject.Of(proposal, round, row.Granted))).Name;
        }

        await joint.CreateAsync(decisions, DecisionName(round.Name, row.Proposal), decision);
        var transition = new TransitionRequest { DecidedBy = request.DecidedBy, Reason = row.Reason, Effective = request.Date, Known = request.Date };
        await joint.ChangeAsync(proposals, proposal.Name, p => proposals.Move(p, StateOf(row.Outcome), transition));
    }

    private static IEnumerable<FieldViolation> Problems(DecisionRow row, Proposal proposal, Ranking? ranking, RankingRow? ranked)
    {
        if (row.Outcome is not (DecisionOutcome.Selected or DecisionOutcome.Reserve or DecisionOutcome.NotSelected))
        {
            yield return new FieldViolation("outcome", "REQUIRED", "A row selects, reserves or does not select.");
        }

        if (ranking is not null && ranked is null)
        {
            yield return new FieldViolation("proposal", "NOT_RANKED", $"{proposal.Name} is not in {ranking.Name}.");
        }

        if (row.Rank == 0 && ranked is { Tied: true })
        {
            yield return new FieldViolation("rank", "TIED", $"{proposal.Name} shares rank {ranked.Rank}: the council says which comes first.");
        }

        if (row.Outcome == DecisionOutcome.Reserve && row.Rank == 0 && ranked is not { Rank: > 0 })
        {
            yield return new FieldViolation("rank", "REQUIRED", "The reserve list has an order.");
        }

        if (row.Outcome != DecisionOutcome.Selected && (row.Granted is not null || row.ProjectId.Length > 0))
        {
            yield return new FieldViolation("granted", "NOT_SELECTED", "Only what is selected is granted money or becomes a project.");
        }
    }

    private static ProposalState StateOf(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Selected => ProposalState.Selected,
        DecisionOutcome.Reserve => ProposalState.Reserve,
        _ => ProposalState.NotSelected,
    };
}

using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Selection;

/// <summary>What was asked for and what was granted. Amounts nobody knows are counted, never taken for nothing.</summary>
public sealed class SelectionSummary(Resource<Round> rounds, Resource<Proposal> proposals, Resource<Decision> decisions)
{
    private const int PageSize = 1000;

    public async Task<SummarizeSelectionResponse> OfAsync(SummarizeSelectionRequest request, ServerCallContext call)
    {
        var round = await rounds.GetAsync(new GetRequest { Name = request.Name }, call);
        var asked = await PagesAsync(t => proposals.ListAsync<ListProposalsResponse>(Page(round, t), call), p => p.Proposals, p => p.NextPageToken);
        var made = await PagesAsync(t => decisions.ListAsync<ListDecisionsResponse>(Page(round, t), call), p => p.Decisions, p => p.NextPageToken);
        var decided = made.Where(d => d.Proposal.Length > 0).ToLookup(d => d.Proposal, StringComparer.Ordinal);
        var live = asked.Where(p => p.State is not (ProposalState.Draft or ProposalState.Withdrawn)).ToList();
        var response = new SummarizeSelectionResponse { All = Totals("", live, decided) };
        response.Areas.Add(round.Areas.Select(a => a.Key).Append("").Select(k => Totals(k, [.. live.Where(p => p.Area == k)], decided)).Where(t => t.Area.Length > 0 || t.Proposals > 0));
        return response;
    }

    private static ListRequest Page(Round round, string token) => new() { Parent = round.Name, PageSize = PageSize, PageToken = token };

    private static SelectionTotals Totals(string area, List<Proposal> proposals, ILookup<string, Decision> decided)
    {
        var decisions = proposals.SelectMany(p => decided[p.Name]).ToList();
        var totals = new SelectionTotals
        {
            Area = area,
            Proposals = proposals.Count,
            Selected = decisions.Count(d => d.Outcome == DecisionOutcome.Selected),
            Reserve = decisions.Count(d => d.Outcome == DecisionOutcome.Reserve),
            NotSelected = decisions.Count(d => d.Outcome is DecisionOutcome.NotSelected or DecisionOutcome.Released),
            Undecided = proposals.Count(p => !decided.Contains(p.Name)),
        };
        totals.Asked.Add(MoneyRules.Sum(proposals.Select(p => Of(p.Requested, MoneyKind.Requested))));
        totals.Granted.Add(MoneyRules.Sum(decisions.Where(d => d.Outcome == DecisionOutcome.Selected).Select(d => Of(d.Granted, MoneyKind.Approved))));
        return totals;
    }

    // One kind on each side, so that amounts of one currency come together whatever kind was entered.
    private static Money Of(Money? money, MoneyKind kind)
    {
        var one = money?.Clone() ?? new Money { Qualifier = Qualifier.Unknown };
        one.Kind = kind;
        return one;
    }

    private static async Task<List<TItem>> PagesAsync<TPage, TItem>(Func<string, Task<TPage>> page, Func<TPage, IEnumerable<TItem>> items, Func<TPage, string> next)
    {
        var all = new List<TItem>();
        for (var token = ""; ;)
        {
            var read = await page(token);
            all.AddRange(items(read));
            token = next(read);
            if (token.Length == 0)
            {
                return all;
            }
        }
    }
}

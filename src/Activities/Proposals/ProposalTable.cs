using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Proposals;

/// <summary>What lists of proposals filter and sort by, and what one must be.</summary>
public static class ProposalTable
{
    public static readonly ResourceType<Proposal> Type = new ResourceType<Proposal>("proposals")
        .StateMachine<ProposalState>(s => s
            .Start(ProposalState.Draft)
            .Move(ProposalState.Submitted, "submitted", ProposalState.Draft)
            .Move(ProposalState.ScreenedIn, "screened_in", ProposalState.Submitted)
            .Move(ProposalState.ScreenedOut, "screened_out", ProposalState.Submitted)
            .Move(ProposalState.UnderReview, "review_started", ProposalState.ScreenedIn)
            .Move(ProposalState.Selected, "selected", ProposalState.UnderReview, ProposalState.Reserve)
            .Move(ProposalState.Reserve, "reserved", ProposalState.UnderReview)
            .Move(ProposalState.NotSelected, "not_selected", ProposalState.UnderReview, ProposalState.Reserve)
            .Move(ProposalState.Withdrawn, "withdrawn", ProposalState.Draft, ProposalState.Submitted, ProposalState.ScreenedIn, ProposalState.UnderReview))
        .Countries(p => p.Targets.Select(t => t.Resource))
        .Valid(p => p.Submitted)
        .Search(p => [.. p.Titles.Select(t => t.Text), .. p.Aims, .. p.Topics])
        .Text("area", p => p.Area)
        .Column("order", ColumnKind.Number, p => (long)p.Order)
        .Texts("parties", p => p.Parties.Concat(p.Targets).Select(x => x.Resource).Where(r => r.Length > 0))
        .Texts("topics", p => p.Topics)
        .Rule(Check)
        .Guard(CheckAreaAsync);

    private static void Check(RuleContext<Proposal> context)
    {
        var proposal = context.Resource;
        context.RequireNames("titles", proposal.Titles);
        context.RequireParties("parties", proposal.Parties);
        context.RequireParties("targets", proposal.Targets);
        if (proposal.Order < 0)
        {
            context.Refuse("order", "NOT_NEGATIVE", "The order counts from 1; 0 is unknown.");
        }

        if (proposal.State is not (ProposalState.Draft or ProposalState.Withdrawn) && proposal.Parties.All(p => p.Role != PartyRole.Lead))
        {
            context.RefuseLive("parties", "LEAD_REQUIRED", "A submitted proposal has a party in the role LEAD.");
        }

        if (proposal.State is ProposalState.ScreenedOut or ProposalState.NotSelected)
        {
            context.RequireReason(proposal.Record, Type.States!.NameOf((int)proposal.State));
        }
    }

    private static async Task CheckAreaAsync(RuleContext<Proposal> context, Neighbors neighbors)
    {
        var proposal = context.Resource;
        if (proposal.Area.Length > 0
            && await neighbors.FindAsync(RoundTable.Type, Type.Pattern.ParentOf(proposal.Name)) is { } round
            && round.Areas.All(a => a.Key != proposal.Area))
        {
            context.RefuseLive("area", "UNKNOWN_KEY", $"'{proposal.Area}' is not the key of an area of {round.Name}.");
        }
    }
}

using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Bids;
using EGovPlatform.ActivitiesService.Projects;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Tenders;

/// <summary>What lists of tenders filter and sort by, and what one must be.</summary>
public static class TenderTable
{
    public static readonly ResourceType<Tender> Type = new ResourceType<Tender>("tenders")
        .StateMachine<TenderState>(s => s
            .Start(TenderState.Planned)
            .Move(TenderState.Published, "published", TenderState.Planned)
            .Move(TenderState.Evaluating, "closed_to_offers", TenderState.Published)
            .Move(TenderState.Awarded, "awarded", TenderState.Evaluating)
            .Move(TenderState.Failed, "failed", TenderState.Published, TenderState.Evaluating)
            .Move(TenderState.Cancelled, "cancelled", TenderState.Planned, TenderState.Published, TenderState.Evaluating))
        .Valid(t => t.Published)
        .Search(t => [.. t.Titles.Select(x => x.Text)])
        .OpenKind()
        .Text("component", t => t.Component)
        .Text("awarded_bid", t => t.AwardedBid)
        .Rule(Check)
        .Guard(CheckAsync);

    private static void Check(RuleContext<Tender> context)
    {
        var tender = context.Resource;
        context.RequireNames("titles", tender.Titles);
        context.WarnIfBefore("deadline", tender.Published, tender.Deadline, "The deadline lies before the publication.");
        if (tender.Buyer is { } buyer)
        {
            context.RequireOne("buyer", buyer.Resource, buyer.AsPrinted);
        }

        if (tender.State == TenderState.Awarded && tender.AwardedBid.Length == 0)
        {
            context.RefuseLive("awarded_bid", "REQUIRED", "An award says which bid it goes to.");
        }

        if (tender.State is TenderState.Failed or TenderState.Cancelled)
        {
            context.RequireReason(tender.Record, Type.States!.NameOf((int)tender.State));
        }
    }

    private static async Task CheckAsync(RuleContext<Tender> context, Neighbors neighbors)
    {
        var tender = context.Resource;
        if (tender.Component.Length > 0 && await neighbors.FindAsync(ProjectTable.Type, Type.Pattern.ParentOf(tender.Name)) is { } project && project.Components.All(c => c.Key != tender.Component))
        {
            context.RefuseLive("component", "UNKNOWN_KEY", $"'{tender.Component}' is not the key of a component of {project.Name}.");
        }

        if (await neighbors.FindAsync(BidTable.Type, tender.AwardedBid) is { } bid && (bid.Tender != tender.Name || bid.State is not (BidState.Submitted or BidState.Won)))
        {
            context.RefuseLive("awarded_bid", "NOT_A_BID_OF_IT", $"{bid.Name} was not submitted for this tender.");
        }
    }
}

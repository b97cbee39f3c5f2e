using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Leads;
using EGovPlatform.ActivitiesService.Tenders;
using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.Bids;

/// <summary>What lists of bids filter and sort by, and what one must be.</summary>
public static class BidTable
{
    public static readonly ResourceType<Bid> Type = new ResourceType<Bid>("bids")
        .StateMachine<BidState>(s => s
            .Start(BidState.Prepared)
            .Move(BidState.Submitted, "submitted", BidState.Prepared)
            .Move(BidState.Won, "won", BidState.Submitted)
            .Move(BidState.Lost, "lost", BidState.Submitted)
            .Move(BidState.Withdrawn, "withdrawn", BidState.Prepared, BidState.Submitted))
        .Valid(b => b.Submitted)
        .Search(b => [b.Bidder?.AsPrinted ?? ""])
        .Text("lead", b => b.Lead)
        .Text("tender", b => b.Tender)
        .Text("bidder", b => b.Bidder?.Resource)
        // The unique index leaves records of the past out.
        .Column("historical", ColumnKind.Flag, b => b.Record?.Historical ?? false)
        .Rule(Check)
        .Guard(CheckAsync);

    private static void Check(RuleContext<Bid> context)
    {
        var bid = context.Resource;
        if ((bid.Lead.Length > 0) == (bid.Tender.Length > 0))
        {
            context.Refuse("lead", "LEAD_OR_TENDER", "A bid is for a lead or answers a tender: one of both.");
        }

        context.RequireOne("bidder", bid.Bidder?.Resource ?? "", bid.Bidder?.AsPrinted ?? "");
        if (bid.Rank < 0)
        {
            context.Refuse("rank", "NOT_NEGATIVE", "The rank counts from 1; 0 is unknown.");
        }

        if (bid.State == BidState.Withdrawn)
        {
            context.RequireReason(bid.Record, "BID_STATE_WITHDRAWN");
        }
    }

    private static async Task CheckAsync(RuleContext<Bid> context, Neighbors neighbors)
    {
        var bid = context.Resource;
        if (context.Current?.State == bid.State)
        {
            return;
        }

        if (bid.State is BidState.Submitted or BidState.Won && await neighbors.FindAsync(LeadTable.Type, bid.Lead) is { State: LeadState.Lost or LeadState.Dropped } lead)
        {
            context.RefuseLive("lead", "LEAD_CLOSED", $"{lead.Name} was given up.");
        }

        if (bid.Tender.Length == 0 || await neighbors.HoldAsync(TenderTable.Type, bid.Tender) is not { } tender)
        {
            return;
        }

        if (bid.State == BidState.Submitted && tender.State != TenderState.Published)
        {
            context.RefuseLive("tender", "TENDER_NOT_OPEN", $"{tender.Name} takes no offers.");
        }

        if (bid.State == BidState.Won && (tender.State != TenderState.Awarded || tender.AwardedBid != bid.Name))
        {
            context.RefuseLive("tender", "NOT_AWARDED", $"{tender.Name} was not awarded to this bid.");
        }

        var others = await neighbors.WhereAsync(Type, sql => sql.Add("tender = ").Add(bid.Tender, NpgsqlDbType.Text).Add(" and state = 'WON' and name <> ").Add(bid.Name, NpgsqlDbType.Text));
        if (bid.State == BidState.Won && others.Count > 0)
        {
            context.RefuseLive("tender", "DUPLICATE", $"{others[0].Name} has won it.");
        }
    }
}

using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Contracts;
using EGovPlatform.ActivitiesService.Credits;
using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.Leads;

/// <summary>What lists of leads filter and sort by, and what one must be.</summary>
public static class LeadTable
{
    public static readonly ResourceType<Lead> Type = new ResourceType<Lead>("leads")
        .StateMachine<LeadState>(s => s
            .Start(LeadState.Identified)
            .Move(LeadState.Qualified, "qualified", LeadState.Identified)
            .Move(LeadState.Bidding, "bid_for", LeadState.Identified, LeadState.Qualified)
            .Move(LeadState.Won, "won", LeadState.Qualified, LeadState.Bidding)
            .Move(LeadState.Lost, "lost", LeadState.Bidding)
            .Move(LeadState.Dropped, "dropped", LeadState.Identified, LeadState.Qualified, LeadState.Bidding))
        .Countries(l => [l.Country])
        .Valid(l => l.Found)
        .Search(l => [.. l.Titles.Select(t => t.Text), l.Summary, .. l.Topics, l.Customer?.AsPrinted ?? ""])
        .Text("customer", l => l.Customer?.Resource)
        .Texts("attributed", l => l.Attributions.Select(a => a.Resource))
        .Texts("parties", l => l.Companies.Append(l.Customer).Select(p => p?.Resource ?? "").Where(r => r.Length > 0))
        .Texts("assets", l => l.Assets)
        .Texts("topics", l => l.Topics)
        .Rule(Check)
        .Guard(CheckWonAsync);

    private static void Check(RuleContext<Lead> context)
    {
        var lead = context.Resource;
        context.RequireNames("titles", lead.Titles);
        context.RequireParties("companies", lead.Companies);
        Attributions.Check(context, lead.Attributions);
        if (lead.Customer is { } customer)
        {
            context.RequireOne("customer", customer.Resource, customer.AsPrinted);
        }

        if (lead.State is LeadState.Lost or LeadState.Dropped)
        {
            context.RequireReason(lead.Record, Type.States!.NameOf((int)lead.State));
        }
    }

    private static async Task CheckWonAsync(RuleContext<Lead> context, Neighbors neighbors)
    {
        var lead = context.Resource;
        if (lead.State == LeadState.Won && context.Current?.State != LeadState.Won
            && (await neighbors.WhereAsync(ContractTable.Type, sql => sql.Add("lead = ").Add(lead.Name, NpgsqlDbType.Text).Add(" and state in ('SIGNED', 'PERFORMING', 'COMPLETED')"))).Count == 0)
        {
            context.RefuseLive("state", "NO_CONTRACT", "A lead is won by a contract that is signed; none names it.");
        }
    }
}

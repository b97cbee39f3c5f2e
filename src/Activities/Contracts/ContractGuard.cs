using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Bids;
using EGovPlatform.ActivitiesService.Projects;
using EGovPlatform.ActivitiesService.Tenders;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Contracts;

/// <summary>A contract and what led to it say the same.</summary>
internal static class ContractGuard
{
    public static async Task CheckAsync(RuleContext<Contract> context, Neighbors neighbors)
    {
        var contract = context.Resource;
        if (await neighbors.HoldAsync(BidTable.Type, contract.Bid) is { } bid)
        {
            CheckBid(context, contract, bid);
            if ((await neighbors.ListAsync(ContractTable.Type, "bid", bid.Name)).FirstOrDefault(c => c.Name != contract.Name) is { } other)
            {
                context.RefuseLive("bid", "DUPLICATE", $"{other.Name} follows the same bid.");
            }
        }

        if (await neighbors.FindAsync(TenderTable.Type, contract.Tender) is { } tender)
        {
            if (tender.State != TenderState.Awarded)
            {
                context.RefuseLive("tender", "NOT_AWARDED", $"{tender.Name} was not awarded.");
            }

            if (contract.Project.Length > 0 && TenderTable.Type.Pattern.ParentOf(tender.Name) != contract.Project)
            {
                context.RefuseLive("project", "OTHER_PROJECT", $"{tender.Name} belongs to another project.");
            }
        }

        if (contract.Component.Length > 0 && await neighbors.FindAsync(ProjectTable.Type, contract.Project) is { } project && project.Components.All(c => c.Key != contract.Component))
        {
            context.RefuseLive("component", "UNKNOWN_KEY", $"'{contract.Component}' is not the key of a component of {project.Name}.");
        }
    }

    private static void CheckBid(RuleContext<Contract> context, Contract contract, Bid bid)
    {
        if (bid.State != BidState.Won)
        {
            context.RefuseLive("bid", "NOT_WON", $"{bid.Name} has not won.");
        }

        if (contract.Lead.Length > 0 && bid.Lead != contract.Lead)
        {
            context.RefuseLive("lead", "OTHER_LEAD", $"{bid.Name} was not for this lead.");
        }

        if (contract.Tender.Length > 0 && bid.Tender != contract.Tender)
        {
            context.RefuseLive("tender", "OTHER_TENDER", $"{bid.Name} did not answer this tender.");
        }
    }
}

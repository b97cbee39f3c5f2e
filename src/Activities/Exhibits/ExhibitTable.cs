using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Engagements;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Exhibits;

/// <summary>What lists of exhibits filter and sort by, and what one must be.</summary>
public static class ExhibitTable
{
    public static readonly ResourceType<Exhibit> Type = new ResourceType<Exhibit>("exhibits")
        .Search(e => [e.Subject, e.Stand, .. e.Topics])
        .Text("exhibitor", e => e.Exhibitor?.Resource)
        .Text("project", e => e.Project)
        .Texts("assets", e => e.Assets)
        .Texts("topics", e => e.Topics)
        .Rule(Check)
        .Guard(CheckEngagementAsync);

    private static void Check(RuleContext<Exhibit> context)
    {
        var exhibit = context.Resource;
        context.RequireOne("exhibitor", exhibit.Exhibitor?.Resource ?? "", exhibit.Exhibitor?.AsPrinted ?? "");
        if (exhibit.Assets.Count == 0)
        {
            context.Require("subject", exhibit.Subject);
        }
    }

    private static async Task CheckEngagementAsync(RuleContext<Exhibit> context, Neighbors neighbors)
    {
        var shown = await neighbors.FindAsync(EngagementTable.Type, Type.Pattern.ParentOf(context.Resource.Name));
        if (shown is not null and not { Kind: EngagementKind.RoadShow or EngagementKind.Other })
        {
            context.RefuseLive("parent", "NOT_A_ROAD_SHOW", "Exhibits are shown at a road show, or at something of a kind of its own.");
        }
    }
}

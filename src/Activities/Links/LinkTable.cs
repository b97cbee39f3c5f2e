using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Links;

/// <summary>What lists of links filter and sort by, and what one must be.</summary>
public static class LinkTable
{
    public static readonly ResourceType<Link> Type = new ResourceType<Link>("links")
        .Valid(l => l.Period)
        .Search(l => [l.Note])
        .OpenKind()
        .Text("from", l => l.From)
        .Text("to", l => l.To)
        .Rule(Check);

    private static void Check(RuleContext<Link> context)
    {
        var link = context.Resource;
        context.Require("from", link.From);
        context.Require("to", link.To);
        context.RefuseSelf("to", link.From, link.To);
    }
}

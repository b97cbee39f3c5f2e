using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.SystemAssets;

/// <summary>What lists of system assets filter and sort by, and what one must be.</summary>
public static class SystemAssetTable
{
    public static readonly ResourceType<SystemAsset> Type = new ResourceType<SystemAsset>("system_assets")
        .Countries(a => [a.Country])
        .Valid(a => a.Period)
        .Search(a => [.. a.Names.Select(n => n.Text), a.Purpose, .. a.Topics])
        .OpenKind()
        .Texts("parties", a => a.Parties.Select(p => p.Resource).Where(r => r.Length > 0))
        .Texts("topics", a => a.Topics)
        .Rule(Check);

    private static void Check(RuleContext<SystemAsset> context)
    {
        context.RequireNames("names", context.Resource.Names);
        context.RequireParties("parties", context.Resource.Parties);
    }
}

using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService.NationalPlans;

/// <summary>What lists of national plans filter and sort by, and what a plan must be.</summary>
public static class NationalPlanTable
{
    public static readonly ResourceType<NationalPlan> Type = new ResourceType<NationalPlan>("national_plans")
        .Countries(p => [p.Country])
        .Valid(p => p.Period)
        .Search(p => [.. p.Titles.Select(t => t.Text), .. p.Focus])
        .Text("organization", p => p.Organization)
        .Texts("agreements", p => p.Agreements)
        .Rule(Check);

    private static void Check(RuleContext<NationalPlan> context)
    {
        context.RequireNames("titles", context.Resource.Titles);
        context.Require("country", context.Resource.Country);
    }
}

using System.Globalization;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using State = EGovPlatform.Countries.V1.CooperationCenterState;

namespace EGovPlatform.CountriesService.CooperationCenters;

/// <summary>What lists of centers filter and sort by, how a center moves, and what it must be.</summary>
public static class CooperationCenterTable
{
    public static readonly ResourceType<CooperationCenter> Type = new ResourceType<CooperationCenter>("cooperation_centers")
        .StateMachine<State>(s => s
            .Start(State.Agreed)
            .Move(State.Established, "established", State.Agreed)
            .Move(State.Operating, "operating", State.Established, State.Closed)
            .Move(State.Closed, "closed", State.Established, State.Operating))
        .Countries(c => [c.PartnerCountry, .. c.Hosts.Select(h => h.Resource)])
        .Valid(c => c.Term)
        .Search(c => [.. c.Names.Select(n => n.Text), .. c.Topics])
        .Text("agreement", c => c.Agreement)
        .Texts("supported_projects", c => c.SupportedProjects)
        .Rule(Check);

    private static void Check(RuleContext<CooperationCenter> context)
    {
        var center = context.Resource;
        context.RequireNames("names", center.Names);
        context.Require("partner_country", center.PartnerCountry);
        context.RequireParties("hosts", center.Hosts);
        context.RequireKeys("terms", center.Terms.Select(t => t.Key));
        foreach (var (i, term) in center.Terms.Index().Skip(1))
        {
            context.WarnIfBefore(string.Create(CultureInfo.InvariantCulture, $"terms[{i}].period"), center.Terms[i - 1].Period, term.Period, "A later term begins before the one before it.");
        }

        foreach (var (i, side) in center.Sides.Index())
        {
            context.Require(string.Create(CultureInfo.InvariantCulture, $"sides[{i}].party"), side.Party);
        }
    }
}

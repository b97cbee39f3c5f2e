using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService.Positions;

/// <summary>What lists of positions filter and sort by, and what one must be.</summary>
public static class PositionTable
{
    public static readonly ResourceType<Position> Type = new ResourceType<Position>("positions", indexVersion: 2)
        .Valid(p => p.Period ?? p.Observed)
        .Search(p => [p.TitleAsPrinted, p.UnitAsPrinted])
        .Text("person", p => p.Person)
        .Texts("organizations", p => new[] { p.Organization, p.Unit }.Where(o => o.Length > 0))
        .Text("organization", p => p.Unit.Length > 0 ? p.Unit : p.Organization)
        .Day("seen_on", p => p.Observed is { Latest.Length: > 0 } seen ? seen.Latest : p.Period?.Latest)
        .OpenKind("rank")
        .Rule(Check);

    private static void Check(RuleContext<Position> context)
    {
        var position = context.Resource;
        context.Require("title_as_printed", position.TitleAsPrinted);
        if (position.Observed is null && position.Period is null)
        {
            context.RefuseLive("observed", "REQUIRED", "A position is an observation: it has the day it was seen, or a term.");
        }

        if (position.Person.Length == 0 && position.Organization.Length == 0 && position.Unit.Length == 0)
        {
            context.Refuse("person", "PERSON_OR_ORGANIZATION", "A position names a person, an organization or a unit.");
        }
    }
}

using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Radar;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Delegations;

/// <summary>What lists of delegations filter and sort by, and what one must be.</summary>
public static class DelegationTable
{
    public static readonly ResourceType<Delegation> Type = new ResourceType<Delegation>("delegations", indexVersion: 3)
        .StateMachine<DelegationState>(s => s
            .Start(DelegationState.Proposed)
            .Move(DelegationState.Approved, "approved", DelegationState.Proposed, DelegationState.Postponed)
            .Move(DelegationState.Dispatched, "dispatched", DelegationState.Approved)
            .Move(DelegationState.Returned, "returned", DelegationState.Dispatched)
            .Move(DelegationState.Reported, "reported", DelegationState.Returned)
            .Move(DelegationState.Closed, "closed", DelegationState.Reported)
            .Move(DelegationState.Postponed, "postponed", DelegationState.Proposed, DelegationState.Approved)
            .Move(DelegationState.Cancelled, "cancelled", DelegationState.Proposed, DelegationState.Approved, DelegationState.Postponed))
        .Countries(d => d.Legs.Select(l => l.Country))
        .Valid(d => d.Period)
        .Search(d => [.. d.Names.Select(n => n.Text), .. d.Aims, .. d.Topics, d.Report?.Summary ?? "", .. d.Report?.Outcomes.Select(o => o.Text) ?? []])
        .Enum("direction")
        .Text("program", d => d.Program)
        .Window(d => Footprint.WindowOf(d.Period, d.Planned))
        .Texts("owners", d => d.Owners.Select(o => o.Resource).Where(r => r.Length > 0))
        .Texts("people", d => d.Members.Append(d.Head).Where(m => m is { Person.Length: > 0 }).Select(m => m.Person))
        .Texts("topics", d => d.Topics)
        .Rule(Check)
        .Guard(DuplicationRadar.CheckAsync);

    private static void Check(RuleContext<Delegation> context)
    {
        var delegation = context.Resource;
        context.RequireNames("names", delegation.Names);
        context.RequireParties("owners", delegation.Owners);
        context.RequireKeys("legs", delegation.Legs.Select(l => l.Key));
        foreach (var (i, leg) in delegation.Legs.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"legs[{i}]");
            if (leg.Country.Length == 0 && leg.Places.Count == 0)
            {
                context.Refuse(path, "COUNTRY_OR_PLACE", "A leg goes to a country or a place.");
            }

            context.WarnIfBefore(path + ".period", delegation.Period, leg.Period, "The leg ends before the delegation begins.");
        }

        CheckStops(context, delegation);
        CheckReport(context, delegation);
        if (delegation.State is DelegationState.Postponed or DelegationState.Cancelled)
        {
            context.RequireDecision(delegation.Record, Type.States!.NameOf((int)delegation.State));
        }

        if (delegation.Legs.Count == 0)
        {
            context.RefuseLive("legs", "REQUIRED", "A delegation has at least one leg.");
        }
    }

    // Each city has its own dates: eastwards over the date line the next stop may begin a day before the last one did.
    private static void CheckStops(RuleContext<Delegation> context, Delegation delegation)
    {
        foreach (var (i, leg) in delegation.Legs.Index())
        {
            foreach (var (j, stop) in leg.Stops.Index())
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"legs[{i}].stops[{j}]");
                context.RequireOne(path, stop.Place, stop.AsPrinted);
                if (j > 0 && DateRules.Latest(stop.Period) is { } latest && DateRules.Earliest(leg.Stops[j - 1].Period) is { } before && latest < before.AddDays(-1))
                {
                    context.Warn(path + ".period", "DATE_ORDER", "The stop ends before the one it follows begins, by more than the date line explains.");
                }
            }
        }
    }

    private static void CheckReport(RuleContext<Delegation> context, Delegation delegation)
    {
        if (delegation.State is DelegationState.Reported or DelegationState.Closed && delegation.Report is null)
        {
            context.RefuseLive("report", "REQUIRED", "A delegation that reported has a report.");
        }

        if (delegation.Report is not { } report)
        {
            return;
        }

        context.RequireKeys("report.outcomes", report.Outcomes.Select(o => o.Key));
        foreach (var (i, outcome) in report.Outcomes.Index())
        {
            context.Require(string.Create(CultureInfo.InvariantCulture, $"report.outcomes[{i}].text"), outcome.Text);
        }
    }
}

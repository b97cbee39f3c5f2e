using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>Delegations sent and their stays. A record that is SAME_AS another is counted with the other.</summary>
internal static class DelegationQuestions
{
    public static async Task<IEnumerable<Answer>> AskAsync(RecordSet records, string home)
    {
        var delegations = await records.ReadAsync(["Delegation"], "select s.name, s.certain, coalesce(s.edtf, '') from s join mart.delegation f on f.name = s.name and f.version = s.version where f.sent order by s.edtf, s.name");
        var legs = await records.ReadAsync(["Delegation"], """
            select s.name, s.certain, f.country, f.key from s join mart.leg f on f.name = s.name and f.version = s.version
            where f.sent order by s.edtf, s.name, f.travel_order, f.key
            """);
        var sent = new Answer("delegations", "How many delegations were sent?").From(delegations).Number(delegations.Count)
            .Doubt(delegations.Count(d => d.Text(2).Length == 0), "delegations without a date");
        foreach (var delegation in delegations)
        {
            sent.Part(delegation.Name, delegation.Text(2), [delegation.Name]);
        }

        var stays = new Answer("legs", "How many stays did they have, and where?").From(legs).Number(legs.Count)
            .Doubt(legs.Count(l => l.Text(2).Length == 0), "stays in a country that is not known")
            .Doubt(delegations.Count(d => legs.All(l => l.Name != d.Name)), "delegations without a stay on record");
        foreach (var leg in legs)
        {
            stays.Part(leg.Text(2), leg.Text(3), [leg.Name]);
        }

        return [sent, stays];
    }
}

using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.Warnings;

/// <summary>What is odd about support rounds and what was chosen in them.</summary>
internal static class RoundRules
{
    /// <summary>A project for a country that its round does not name among its targets.</summary>
    public static async Task<IEnumerable<FoundWarning>> TargetNotListedAsync(RecordSet records)
    {
        var targets = await records.ReadAsync(["Project", "Proposal", "Round"], """
            select s.name, s.certain, f.round, c.country
            from s join mart.chosen f on f.name = s.name and f.version = s.version
            join s r on r.name = f.round
            join mart.project_target t on t.name = s.name and t.version = s.version
            cross join lateral (
                select t.target as country where t.target like 'countries/%'
                union
                select o.country from mart.latest l join mart.organization o on o.name = l.name and o.version = l.version where l.name = t.target and o.country <> '') c
            where exists (select from mart.named n where n.name = r.name and n.version = r.version and n.field_path like 'targets.items[%' and n.party like 'countries/%')
            and not exists (select from mart.named n where n.name = r.name and n.version = r.version and n.field_path like 'targets.items[%' and n.party = c.country)
            order by s.name, c.country
            """);
        return targets.DistinctBy(t => (t.Name, t.Text(3))).Select(t => new FoundWarning(
            t.Name, "TARGET_NOT_IN_ROUND", "targets", $"{t.Text(3)} is not among the countries {t.Text(2)} names as its targets.", t.Text(2), t.Text(3)));
    }

    /// <summary>A round with money whose division over the chosen projects nobody tells.</summary>
    public static async Task<IEnumerable<FoundWarning>> WithoutAllocationsAsync(RecordSet records)
    {
        var rounds = await records.ReadAsync(["Round"], "select s.name, s.certain from s where exists (select from mart.money b where b.name = s.name and b.version = s.version and b.field_path like 'budget[%') order by s.name");
        var chosen = await records.ReadAsync(["Project", "Proposal"], "select s.name, s.certain, c.round from s join mart.chosen c on c.name = s.name and c.version = s.version");
        var known = (await records.ReadAsync(["Project", "Proposal"], "select s.name, s.certain from s join mart.allocation a on a.name = s.name and a.version = s.version"))
            .Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        var byRound = chosen.ToLookup(c => c.Text(2), c => c.Name, StringComparer.Ordinal);
        return
            from round in rounds
            let projects = byRound[round.Name].ToList()
            let told = projects.Count(known.Contains)
            where told < projects.Count
            select new FoundWarning(round.Name, "ALLOCATIONS_UNKNOWN", "budget",
                $"The round has a budget and {projects.Count} projects; what each of them gets is {(told == 0 ? "not known" : "known for some only")}.");
    }
}

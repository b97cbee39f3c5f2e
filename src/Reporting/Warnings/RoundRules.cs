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
        var rounds = await records.ReadAsync(["Round", "Project", "Proposal", "Decision"], """
            select s.name, s.certain, count(distinct p.name), count(distinct m.name)
            from s join mart.chosen p on p.round = s.name
            join s ps on ps.name = p.name and ps.version = p.version
            left join mart.allocation m on m.name = p.name and m.version = p.version
            where exists (select from mart.money b where b.name = s.name and b.version = s.version and b.field_path like 'budget[%')
            group by s.name, s.certain having count(distinct p.name) > count(distinct m.name)
            """);
        return rounds.Select(r => new FoundWarning(r.Name, "ALLOCATIONS_UNKNOWN", "budget",
            $"The round has a budget and {r.Long(2)} projects; what each of them gets is {(r.Long(3) == 0 ? "not known" : "known for some only")}."));
    }
}

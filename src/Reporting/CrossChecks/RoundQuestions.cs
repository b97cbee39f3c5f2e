using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Checks;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>Support rounds: their money, and their areas with what was chosen in them.</summary>
internal static class RoundQuestions
{
    private const string Money = "m.amount, m.currency, m.qualifier, m.kind, m.lower, m.upper";

    /// <summary>What each round has, and what of it is allocated to projects. A project without an amount is an unknown term.</summary>
    public static async Task<IEnumerable<Answer>> BudgetsAsync(RecordSet records, string home)
    {
        var budgets = await records.ReadAsync(["Round"], $"""
            select s.name, s.certain, {Money} from s join mart.round f on f.name = s.name and f.version = s.version
            join mart.money m on m.name = s.name and m.version = s.version and m.field_path ~ '^budget\[\d+\]$' order by s.name, m.field_path
            """);
        var allocated = await records.ReadAsync(["Project", "Proposal", "Decision"], $"""
            select s.name, s.certain, {Money}, c.round from s join mart.chosen c on c.name = s.name and c.version = s.version
            left join mart.allocation m on m.name = s.name and m.version = s.version order by s.name, m.field_path
            """);
        var answer = new Answer("round_budgets", "What is the budget of each round, and what of it is allocated?").From(budgets);
        var texts = new List<string>();
        foreach (var round in budgets.GroupBy(b => b.Name, StringComparer.Ordinal))
        {
            var sums = MoneyRules.Sum(round.Select(ToMoney));
            var projects = allocated.Where(a => a.Text(8) == round.Key).ToList();
            var shares = Allocated(projects);
            var text = $"{string.Join(", ", sums.Select(s => s.Text))}, allocated {shares}";
            texts.Add(text);
            answer.Part(round.Key, text, projects.Select(p => p.Name).Append(round.Key), money: sums[0])
                .Doubt(sums.Sum(s => s.UnknownTerms), "budgets of an unknown amount")
                .Doubt(projects.Where(p => !IsKnown(p)).Select(p => p.Name).Distinct(StringComparer.Ordinal).Count(), "projects of which the allocation is not known");
        }

        return [texts.Count == 0 ? answer.Says("no round with a budget") : answer.Says(string.Join("; ", texts))];
    }

    /// <summary>Which areas a round offers, and in which of them projects were chosen.</summary>
    public static async Task<IEnumerable<Answer>> AreasAsync(RecordSet records, string home)
    {
        var areas = await records.ReadAsync(["Round", "Project", "Proposal"], """
            select s.name, s.certain, a.key, a.kind, a.printed,
                (select count(*) from mart.chosen p join s ps on ps.name = p.name and ps.version = p.version where p.round = s.name and p.area = a.key)
            from s join mart.round_area a on a.name = s.name and a.version = s.version order by s.name, a.item
            """);
        var stray = await records.ReadAsync(["Project", "Proposal"], "select s.name, s.certain from s join mart.chosen p on p.name = s.name and p.version = s.version where p.area = ''");
        var chosen = areas.Count(a => a.Long(5) > 0);
        var answer = new Answer("round_areas", "How many areas do rounds offer, and in how many were projects chosen?").From(areas).Number(areas.Count)
            .Says($"{areas.Count} areas, {chosen} with projects").Doubt(stray.Count, "projects of which the area is not known");
        foreach (var area in areas)
        {
            answer.Part($"{area.Name}#{area.Text(2)}", $"{area.Long(5)}", [area.Name], label: area.Text(4) is { Length: > 0 } printed ? printed : area.Text(3));
        }

        return [answer];
    }

    private static string Allocated(List<Hit> projects)
    {
        if (projects.Count == 0)
        {
            return "unknown (no project on record)";
        }

        var known = projects.Where(IsKnown).ToList();
        var unknown = projects.Select(p => p.Name).Except(known.Select(p => p.Name), StringComparer.Ordinal).Count();
        return known.Count == 0 ? "unknown"
            : string.Join(", ", MoneyRules.Sum(known.Select(ToMoney)).Select(k => k.Text)) + (unknown > 0 ? $", unknown for {unknown} of {unknown + known.DistinctBy(p => p.Name, StringComparer.Ordinal).Count()} projects" : "");
    }

    private static bool IsKnown(Hit hit) => hit.Decimal(2) is not null || hit.Decimal(6) is not null;

    private static Money ToMoney(Hit hit) => Numbers.ToMoney(hit.Decimal(2), hit.Text(3), hit.Text(4) is { Length: > 0 } q ? q : "UNKNOWN", hit.Text(5), hit.Decimal(6), hit.Decimal(7));
}

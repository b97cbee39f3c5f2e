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
        var chosen = await ChosenAsync(records);
        var allocated = (await records.ReadAsync(["Project", "Proposal"], $"select s.name, s.certain, {Money} from s join mart.allocation m on m.name = s.name and m.version = s.version order by s.name, m.field_path"))
            .ToLookup(a => a.Name, StringComparer.Ordinal);
        var answer = new Answer("round_budgets", "What is the budget of each round, and what of it is allocated?").From(budgets);
        var texts = new List<string>();
        foreach (var round in budgets.GroupBy(b => b.Name, StringComparer.Ordinal))
        {
            var sums = MoneyRules.Sum(round.Select(ToMoney));
            var projects = chosen.Where(c => c.Text(2) == round.Key).Select(c => c.Name).ToList();
            var known = projects.SelectMany(p => allocated[p]).ToList();
            var unknown = projects.Count(p => !allocated.Contains(p));
            var shares = Allocated(projects.Count, unknown, known);
            var text = $"{string.Join(", ", sums.Select(s => s.Text))}, allocated {shares}";
            texts.Add(text);
            answer.Part(round.Key, text, projects.Append(round.Key), money: sums[0])
                .Doubt(sums.Sum(s => s.UnknownTerms), "budgets of an unknown amount")
                .Doubt(unknown, "projects of which the allocation is not known");
        }

        return [texts.Count == 0 ? answer.Says("no round with a budget") : answer.Says(string.Join("; ", texts))];
    }

    /// <summary>Which areas a round offers, and in which of them projects were chosen.</summary>
    public static async Task<IEnumerable<Answer>> AreasAsync(RecordSet records, string home)
    {
        var areas = await records.ReadAsync(["Round"], "select s.name, s.certain, a.key, a.kind, a.printed from s join mart.round_area a on a.name = s.name and a.version = s.version order by s.name, a.item");
        var chosen = await ChosenAsync(records);
        var counts = chosen.CountBy(c => (c.Text(2), c.Text(3))).ToDictionary();
        var inUse = areas.Count(a => counts.ContainsKey((a.Name, a.Text(2))));
        var answer = new Answer("round_areas", "How many areas do rounds offer, and in how many were projects chosen?").From(areas).Number(areas.Count)
            .Says($"{areas.Count} areas, {inUse} with projects").Doubt(chosen.Count(c => c.Text(3).Length == 0), "projects of which the area is not known");
        foreach (var area in areas)
        {
            answer.Part($"{area.Name}#{area.Text(2)}", $"{counts.GetValueOrDefault((area.Name, area.Text(2)))}", [area.Name], label: area.Text(4) is { Length: > 0 } printed ? printed : area.Text(3));
        }

        return [answer];
    }

    private static Task<List<Hit>> ChosenAsync(RecordSet records) =>
        records.ReadAsync(["Project", "Proposal"], "select s.name, s.certain, c.round, c.area from s join mart.chosen c on c.name = s.name and c.version = s.version order by s.name");

    private static string Allocated(int projects, int unknown, List<Hit> known) =>
        projects == 0 ? "unknown (no project on record)"
        : known.Count == 0 ? "unknown"
        : string.Join(", ", MoneyRules.Sum(known.Select(ToMoney)).Select(k => k.Text)) + (unknown > 0 ? $", unknown for {unknown} of {projects} projects" : "");

    private static Money ToMoney(Hit hit) => Numbers.ToMoney(hit.Decimal(2), hit.Text(3), hit.Text(4) is { Length: > 0 } q ? q : "UNKNOWN", hit.Text(5), hit.Decimal(6), hit.Decimal(7));
}

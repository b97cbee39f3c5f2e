using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Organizations;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>Publications by the body that published them, through its renamings, as named then and as named now.</summary>
internal static class LineageQuestions
{
    public static async Task<IEnumerable<Answer>> AskAsync(RecordSet records, string home)
    {
        var publications = await records.ReadAsync(["Publication"], "select s.name, s.certain, f.publisher, f.published_edtf from s join mart.publication f on f.name = s.name and f.version = s.version order by f.published_edtf, s.name");
        var everything = records.Whole();
        var lineages = await Lineages.ReadAsync(everything);
        var printed = await PrintedNames.ReadAsync(everything, lineages);
        var bodies = publications.Where(p => p.Text(2).Length > 0).GroupBy(p => lineages.Present(lineages.Root(p.Text(2))), StringComparer.Ordinal).OrderBy(b => b.Key, StringComparer.Ordinal).ToList();
        var answer = new Answer("publications_by_lineage", "How many publications are there, by the body behind them?").From(publications).Number(publications.Count)
            .Says($"{publications.Count} under {bodies.Count} {(bodies.Count == 1 ? "body" : "bodies")}")
            .Doubt(publications.Count(p => p.Text(2).Length == 0), "publications whose publisher is not known");
        foreach (var body in bodies)
        {
            var then = body.GroupBy(p => Then(p, lineages, printed), StringComparer.Ordinal).Select(n => $"{(n.Key.Length > 0 ? n.Key : "name unknown")} ({n.Count()})");
            answer.Part(body.Key, $"{body.Count()}; as named then: {string.Join(", ", then)}; as named now: {Now(body.Key, lineages)}", body.Select(p => p.Name))
                .Doubt(body.Count(p => Then(p, lineages, printed).Length == 0), "publications of which the publisher's name then is not known");
        }

        return [answer];
    }

    /// <summary>The name in use on the day of publication: by its period, else as printed there, else the only one there is.</summary>
    private static string Then(Hit publication, Lineages lineages, List<PrintedName> printed)
    {
        var root = lineages.Root(publication.Text(2));
        var days = DateRules.Read(new DateValue { Edtf = publication.Text(3) }).Hull;
        var names = lineages.Names[root].Where(n => n.IsFull).ToList();
        var dated = names.Where(n => n.Edtf.Length > 0).ToList();
        return dated.Find(n => n.InUse(days) == DateAnswer.Certainly)?.Text
            ?? Read(publication.Name, root, lineages, printed)
            ?? dated.Find(n => n.InUse(days) == DateAnswer.Possibly)?.Text
            ?? (names.Where(n => n.Edtf.Length == 0 && n.Kind is "OFFICIAL" or "").DistinctBy(n => n.Key, StringComparer.Ordinal).ToList() is [var only] && lineages.Names[root].All(n => n.Kind != "FORMER") ? only.Text : "");
    }

    private static string? Read(string publication, string root, Lineages lineages, List<PrintedName> printed) =>
        printed.Where(p => p.Publication == publication && p.Name.IsFull && lineages.Members(root).Contains(p.Name.Organization, StringComparer.Ordinal))
            .GroupBy(p => p.Name.Text, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;

    private static string Now(string organization, Lineages lineages) =>
        lineages.Names[organization].Where(n => n.IsFull && n.Kind != "FORMER").OrderBy(n => n.Kind == "OFFICIAL" ? 0 : 1).ThenBy(n => n.Language == "en" ? 0 : 1)
            .Select(n => n.Text).FirstOrDefault() ?? organization;
}

using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>Projects chosen in rounds, on record as projects or as selected proposals: who leads them and for which countries they are.</summary>
internal static class ProjectQuestions
{
    public static async Task<IEnumerable<Answer>> AskAsync(RecordSet records, string home)
    {
        var chosen = await records.ReadAsync(["Project", "Proposal"], """
            select s.name, s.certain, f.round,
                array(select n.party from mart.named n where n.name = s.name and n.version = s.version and n.role = 'LEAD' and n.field_path like 'parties[%' and n.party <> ''),
                array(select distinct c.country from mart.project_target t cross join lateral (
                    select t.target as country where t.target like 'countries/%'
                    union
                    select o.country from mart.latest l join mart.organization o on o.name = l.name and o.version = l.version where l.name = t.target and o.country <> '') c
                    where t.name = s.name and t.version = s.version order by 1),
                exists (select from mart.project_target t where t.name = s.name and t.version = s.version and t.sub_national)
            from s join mart.chosen f on f.name = s.name and f.version = s.version order by s.name
            """);
        var others = await records.ReadAsync(["Project"], "select s.name, s.certain from s join mart.project f on f.name = s.name and f.version = s.version where f.round = '' and not f.cancelled order by s.name");
        var leads = chosen.SelectMany(p => p.Texts(3)).Distinct(StringComparer.Ordinal).ToList();
        var countries = chosen.SelectMany(p => p.Texts(4)).Distinct(StringComparer.Ordinal).ToList();
        var untargeted = chosen.Where(p => p.Texts(4).Length == 0).ToList();
        var pairs = new Answer("project_countries", "How many pairs of project and country are there?").From(chosen)
            .Number(chosen.Sum(p => p.Texts(4).Length)).Doubt(untargeted.Count, "projects without a country");
        foreach (var project in chosen)
        {
            pairs.Part(project.Name, project.Texts(4).Length == 0 ? "none stated" : string.Join(", ", project.Texts(4)), [project.Name]);
        }

        return
        [
            Of("projects", "How many projects were chosen in rounds?", chosen),
            new Answer("project_leads", "How many bodies lead them, each once?").From(chosen).Number(leads.Count)
                .Doubt(chosen.Count(p => p.Texts(3).Length == 0), "projects whose lead is not known"),
            pairs,
            new Answer("countries_of_projects", "How many countries are they for, each once?").From(chosen).Number(countries.Count)
                .Doubt(untargeted.Count, "projects without a country"),
            Of("projects_with_several_countries", "How many are for more than one country?", [.. chosen.Where(p => p.Texts(4).Length > 1)]),
            Of("projects_without_country", "How many name no country?", untargeted),
            Of("projects_with_place", "How many are for a place in a country?", [.. chosen.Where(p => p.Flag(5))]),
            Of("projects_outside_rounds", "How many projects are on record that no round chose?", others),
        ];
    }

    private static Answer Of(string key, string question, List<Hit> projects) => new Answer(key, question).From(projects).Number(projects.Count);
}

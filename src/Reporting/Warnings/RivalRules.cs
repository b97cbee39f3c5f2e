using EGovPlatform.ReportingService.Briefs;
using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.Warnings;

/// <summary>Where publications say different things of one thing.</summary>
internal static class RivalRules
{
    /// <summary>A claim the record does not show, where the owner has not said so already.</summary>
    public static async Task<IEnumerable<FoundWarning>> UnchosenValuesAsync(RecordSet records)
    {
        var rows = await records.ReadAsync(RecordSet.AllTypes, """
            select s.name, s.certain, s.type, m.body,
                array(select w.field_path from mart.warning w where w.name = s.name and w.version = s.version and w.rule = 'RIVAL_VALUES')
            from s join mart.record m on m.name = s.name and m.version = s.version
            where exists (select from mart.fact_source f where f.name = s.name and f.version = s.version and f.rival)
            """);
        return rows.SelectMany(r => RivalValues.Of(Bodies.Parse(r.Text(2), r.Bytes(3)))
            .Where(w => !r.Texts(4).Contains(w.FieldPath, StringComparer.Ordinal))
            .Select(w => new FoundWarning(r.Name, w.Rule, w.FieldPath, w.Message)));
    }

    /// <summary>Two records of one thing that give different dates.</summary>
    public static async Task<IEnumerable<FoundWarning>> SameRecordsAsync(RecordSet records)
    {
        var rows = await records.ReadAsync(RecordSet.AllTypes, """
            select s.name, s.certain, o.name, s.edtf, o.edtf
            from s join mart.link k on k.from_name = s.name and k.kind = 'SAME_AS' join s l on l.name = k.name and l.version = k.version
            join s o on o.name = k.to_name
            where s.edtf <> '' and o.edtf <> '' and s.edtf <> o.edtf
            """);
        return rows.Select(r => new FoundWarning(r.Name, "SAME_RECORDS_DIFFER", "", $"It is {r.Text(3)} here and {r.Text(4)} in {r.Text(2)}, which is the same thing.", r.Text(2)));
    }

    /// <summary>A delegation whose topics in one publication are not those of its engagements in another.</summary>
    public static async Task<IEnumerable<FoundWarning>> TopicsAsync(RecordSet records)
    {
        var rows = await records.ReadAsync(["Delegation", "Engagement"], """
            select s.name, s.certain, s.type, m.body, coalesce(e.delegation, '')
            from s join mart.record m on m.name = s.name and m.version = s.version
            left join mart.engagement e on e.name = s.name and e.version = s.version
            where s.type = 'Delegation' or e.delegation <> ''
            """);
        return TopicsOfDelegations.Compare(rows);
    }
}

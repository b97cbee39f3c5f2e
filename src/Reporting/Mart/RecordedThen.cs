using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Mart;

/// <summary>The mart as this platform had it at a time: the version in force of each record, and what follows from others' versions.</summary>
internal static class RecordedThen
{
    /// <summary>
    /// Countries of each record of `v`: those it names, and those of the organizations and places it names. One that was
    /// merged goes on being named.
    /// </summary>
    public const string Countries = """
        , party_country as not materialized (
            select o.name, o.country from mart.organization o join heads h on h.name = o.name and h.version = o.version
            where o.country <> '' and (not h.deleted or exists (select from mart.merged m where m.name = o.name and m.version = o.version)))
        , record_country as not materialized (
            select r.name, r.version, c.country from v r cross join lateral (
                select unnest(r.countries) as country
                union
                select o.country from unnest(r.parties) p(party) join party_country o on o.name = p.party) c)
        """;

    private const string Others = """
        , duplicate as (
            select k.from_name as name from mart.link k join heads h on h.name = k.name and h.version = k.version where k.kind = 'SAME_AS' and not h.deleted)
        , merged as (select m.name, m.into_name from mart.merged m join heads h on h.name = m.name and h.version = m.version)
        , way (name, into_name) as (
            select m.name, m.into_name from merged m
            union
            select w.name, m.into_name from way w join merged m on m.name = w.into_name)
        , redirect as (select w.name, w.into_name from way w where not exists (select from merged m where m.name = w.into_name))
        """;

    /// <summary>Begins a statement; null is now.</summary>
    public static SqlText Begin(DateTime? recordedOn)
    {
        var sql = new SqlText().Add("with recursive heads as ");
        _ = recordedOn is { } time
            ? sql.Add("(select distinct on (r.name) r.name, r.version, r.deleted from mart.record r where r.recorded_time <= ").Add(time, NpgsqlDbType.TimestampTz).Add(" order by r.name, r.version desc)")
            : sql.Add("not materialized (select h.name, h.version, h.deleted from mart.head h)");
        return sql.Add(Others);
    }
}

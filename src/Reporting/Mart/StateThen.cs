using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Mart;

/// <summary>
/// The state a record was in on the day asked for, by its dated changes of state: the last one that had taken effect and
/// was known. Where a change is dated so vaguely that it may have come before or after, the later state is given and is
/// not certain. Before its first dated change a live record is in the state it was made in; of a record entered after the
/// fact nothing else is on record than the state it has.
/// </summary>
internal static class StateThen
{
    public static string State(RecordScope scope) => Asked(scope)
        ? "case when t.changes = 0 then r.last_state when t.maybe is not null then t.maybe when b.live then b.state else r.last_state end"
        : "r.last_state";

    public static string Certain(RecordScope scope) => Asked(scope) ? "(t.maybe is null or t.maybe is not distinct from t.sure)" : "true";

    public static void Join(SqlText sql, RecordScope scope)
    {
        if (!Asked(scope))
        {
            return;
        }

        sql.Add(" left join lateral (select count(*) as changes, (array_agg(t.state order by t.item desc) filter (where true");
        Condition(sql, scope, "_by", "false");
        sql.Add("))[1] as sure, (array_agg(t.state order by t.item desc) filter (where true");
        Condition(sql, scope, "_from", "true");
        sql.Add("""
            ))[1] as maybe from mart.transition t where t.name = r.name and t.version = r.version) t on true
            left join lateral (select f.state, not exists (select from mart.transition x where x.name = f.name and x.version = f.version) as live
                from mart.record f where f.name = r.name order by f.version limit 1) b on t.changes > 0
            """);
    }

    private static bool Asked(RecordScope scope) => scope.KnownOn is not null || scope.ValidOn is not null;

    private static void Condition(SqlText sql, RecordScope scope, string bound, string unknown)
    {
        if (scope.KnownOn is { } known)
        {
            sql.Add($" and coalesce(t.known{bound} <= ").Add(known, NpgsqlDbType.Date).Add($", {unknown})");
        }

        if (scope.ValidOn is { } valid)
        {
            sql.Add($" and coalesce(t.effective{bound} <= ").Add(valid, NpgsqlDbType.Date).Add($", {unknown})");
        }
    }
}

using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>Which entries count: booked ones, and of a whole and its parts within the same activities only the whole.</summary>
internal static class BookedEntries
{
    /// <summary>Adds the condition over table ledger_entries.</summary>
    public static void Where(SqlText sql, string[] activities) => sql
        .Add("state = 'BOOKED' and activity = any(").Add(activities, NpgsqlDbType.Array | NpgsqlDbType.Text)
        .Add(") and not exists (select from ledger_entries w where w.name = ledger_entries.part_of and w.delete_time is null and w.state = 'BOOKED' and w.kind = ledger_entries.kind and w.currency = ledger_entries.currency and w.activity = any(")
        .Add(activities, NpgsqlDbType.Array | NpgsqlDbType.Text).Add("))");
}

using EGovPlatform.Activities.V1;
using EGovPlatform.ReportingService.Mart;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Booked entries of the money ledger. Of a whole and its parts only the whole counts, as in the balance.</summary>
internal static class BookedLedger
{
    /// <summary>The entries of these activities that the scope shows, in order of their names.</summary>
    public static async Task<ILookup<string, LedgerEntry>> ReadAsync(RecordSet records, IEnumerable<string> activities)
    {
        var names = activities.ToArray();
        var rows = await records.Whole().ReadAsync(
            ["LedgerEntry"],
            "select s.name, s.certain, m.body from s join mart.record m on m.name = s.name and m.version = s.version order by s.name",
            sql => sql.Add("select l.name from mart.ledger_entry l where l.booked and l.activity = any (").Add(names, NpgsqlDbType.Array | NpgsqlDbType.Text).Add(")"));
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        var booked = rows.ConvertAll(r => LedgerEntry.Parser.ParseFrom(r.Bytes(2))).FindAll(e => e.State == LedgerEntryState.Booked && wanted.Contains(e.Activity));
        var byName = booked.ToDictionary(e => e.Name, StringComparer.Ordinal);
        return booked.Where(e => !IsPart(e, byName)).ToLookup(e => e.Activity, StringComparer.Ordinal);
    }

    private static bool IsPart(LedgerEntry entry, Dictionary<string, LedgerEntry> booked) =>
        entry.Money is { PartOf.Length: > 0 } part && booked.TryGetValue(part.PartOf, out var whole)
        && whole.Money?.Kind == part.Kind && whole.Money.CurrencyCode == part.CurrencyCode;
}

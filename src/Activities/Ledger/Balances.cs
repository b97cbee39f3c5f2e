using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Npgsql;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>Balances of activities, from the booked entries as they are now.</summary>
public sealed class Balances(NpgsqlDataSource database)
{
    // What is below a record: whatever names it as its program, round, delegation or parent, and so on downward.
    private const string Below = """
        with recursive up(name, parent) as (
            select name, program from rounds where delete_time is null
            union all select name, program from projects where delete_time is null
            union all select name, round from projects where delete_time is null
            union all select name, program from delegations where delete_time is null
            union all select name, program from engagements where delete_time is null
            union all select name, delegation from engagements where delete_time is null
            union all select name, parent_engagement from engagements where delete_time is null
            union all select name, project from expert_dispatches where delete_time is null
            union all select name, parent_program from programs where delete_time is null),
        below(name) as (select $1::text union select up.name from up join below on up.parent = below.name where up.parent <> '')
        select name from below order by name
        """;

    public async Task<Balance> OfAsync(GetBalanceRequest request, DateOnly? on, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        string[] activities = request.WithParts ? await BelowAsync(connection, request.Activity, cancellation) : [request.Activity];
        var balance = new Balance { Activity = request.Activity, Activities = { activities } };
        var sums = new BalanceSums();
        var sql = new SqlText().Add("select body from ledger_entries where delete_time is null and ");
        BookedEntries.Where(sql, activities);
        await using var command = sql.Command(connection);
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                var entry = LedgerEntry.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0));
                if (on is { } day && !(DateRules.Latest(entry.Date) <= day))
                {
                    balance.UndatedEntries += DateRules.Earliest(entry.Date) is { } first && first > day ? 0 : 1;
                    continue;
                }

                balance.Entries++;
                sums.Add(entry.Component, entry.Revision, request.CurrencyCode.Length > 0 ? In(request.CurrencyCode, entry) : entry.Money);
            }
        }

        var recorded = request.WithParts ? [] : await RecordedAsync(connection, request.Activity, cancellation);
        balance.Lines.Add(sums.Lines());
        balance.Comparisons.Add(sums.Comparisons(recorded));
        return balance;
    }

    // The same sum in the currency asked for; one that nobody printed or fixed is unknown, not converted anew.
    private static Money In(string currency, LedgerEntry entry)
    {
        var money = entry.Money;
        if (money.CurrencyCode == currency)
        {
            return money;
        }

        var other = new Money { CurrencyCode = currency, Kind = money.Kind, KindAsPrinted = money.KindAsPrinted, Qualifier = Qualifier.Unknown };
        if (money.Equivalents.FirstOrDefault(e => e.CurrencyCode == currency && e.Amount.Length > 0) is { } printed)
        {
            (other.Amount, other.Qualifier) = (printed.Amount, printed.Qualifier == Qualifier.Unspecified ? money.Qualifier : printed.Qualifier);
        }
        else if (entry.BookedValue is { } booked && booked.CurrencyCode == currency)
        {
            (other.Amount, other.Qualifier) = (booked.Amount, money.Qualifier);
        }

        return other;
    }

    private static async Task<string[]> BelowAsync(NpgsqlConnection connection, string activity, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Below, connection) { Parameters = { new() { Value = activity } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            names.Add(reader.GetString(0));
        }

        return [.. names];
    }

    private static async Task<IReadOnlyList<(string Component, Money Budget)>> RecordedAsync(NpgsqlConnection connection, string activity, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select body from projects where name = $1 and delete_time is null", connection) { Parameters = { new() { Value = activity } } };
        if (await command.ExecuteScalarAsync(cancellation) is byte[] body)
        {
            var project = Project.Parser.ParseFrom(body);
            return [.. project.Budget.Select(m => ("", m)).Concat(project.Components.SelectMany(c => c.Budget.Select(m => (c.Key, m)))).Where(b => b.m.Kind == MoneyKind.Approved)];
        }

        return [];
    }
}

using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>
/// Money in one currency, in SQL: as booked, else as printed, else by a dated rate, else unknown. Which rate holds is the rule of
/// the ledger: the newest one not after the day and not too old; of equal ones the one quoted the way asked for. A sum whose day
/// is not certain takes only a rate that holds for all days it may be.
/// </summary>
internal static class MoneyConversion
{
    private const int MaxAgeDays = 31;
    private const int MaxRates = 100;

    /// <summary>Adds the columns in_q, in_value, in_lower, in_upper and in_by of a row of `mart.money f`.</summary>
    public static void Columns(SqlText sql, string currency)
    {
        Of(sql, currency, "f.qualifier", "o.qualifier", "f.qualifier", "'UNKNOWN'", "in_q");
        foreach (var (column, name, own) in new[]
        {
            ("f.amount", "in_value", "o.amount"),
            ("coalesce(f.lower, f.amount)", "in_lower", "case when o.qualifier in ('EXACT', 'OVER', 'AT_LEAST') then o.amount end"),
            ("coalesce(f.upper, f.amount)", "in_upper", "case when o.qualifier in ('EXACT', 'AT_MOST') then o.amount end"),
        })
        {
            var digits = (Currencies.Digits(currency) ?? 2).ToString(CultureInfo.InvariantCulture);
            Of(sql, currency, column, own, $"round(case when e.base_currency = f.currency then {column} * e.rate else {column} / e.rate end, {digits})", "null", name);
        }

        Of(sql, currency, "''", "o.basis", "e.name", "''", "in_by");
    }

    /// <summary>Joins what the columns need.</summary>
    public static void Join(SqlText sql, string currency, Caller caller)
    {
        sql.Add("""
             left join mart.money_day y on y.name = f.name and y.version = f.version and y.field_path = f.field_path
             left join mart.money_equivalent o on o.name = f.name and o.version = f.version and o.field_path = f.field_path and f.currency <> o.currency and o.currency = 
            """).Add(currency, NpgsqlDbType.Text).Add("""
             left join lateral (
                select x.name, x.base_currency, x.rate from mart.exchange_rate x join heads h on h.name = x.name and h.version = x.version join mart.record b on b.name = x.name and b.version = x.version
                where not h.deleted and ((x.base_currency = f.currency and x.quote_currency = 
            """).Add(currency, NpgsqlDbType.Text).Add(") or (x.quote_currency = f.currency and x.base_currency = ").Add(currency, NpgsqlDbType.Text)
            .Add($"""
                )) and ((y.day_from = y.day_by and x.valid_from <= y.day_by and x.valid_to >= y.day_by - {MaxAgeDays}) or (x.valid_from <= y.day_from and x.valid_to >= y.day_by))
                """);
        Visible.Where(sql, caller);
        sql.Add(" order by least(x.valid_to, y.day_by) desc, x.base_currency = f.currency desc, x.name limit 1) e on o.name is null");
    }

    /// <summary>Says of the rates used what they are.</summary>
    public static async Task NameRatesAsync(NpgsqlConnection connection, RecordScope scope, IReadOnlyList<MeasureValue> values, CancellationToken cancellation)
    {
        var used = values.SelectMany(v => v.Converted).SelectMany(c => c.Rates).ToLookup(r => r.ExchangeRate, StringComparer.Ordinal);
        if (used.Count == 0)
        {
            return;
        }

        var sql = RecordedThen.Begin(scope.RecordedOn).Add("""
             select x.name, x.rate, x.base_currency, x.quote_currency, x.valid_from, x.valid_to, x.publisher
            from mart.exchange_rate x join heads h on h.name = x.name and h.version = x.version where x.name = any (
            """).Add(used.Select(u => u.Key).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text).Add(")");
        await using var command = sql.Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            foreach (var rate in used[reader.GetString(0)])
            {
                rate.Rate = Amounts.Format(reader.GetDecimal(1));
                rate.BaseCurrency = reader.GetString(2);
                rate.QuoteCurrency = reader.GetString(3);
                rate.ValidFrom = Day(reader.GetFieldValue<DateOnly>(4));
                rate.ValidTo = Day(reader.GetFieldValue<DateOnly>(5));
                rate.Publisher = reader.GetString(6);
            }
        }
    }

    /// <summary>The rates among what a sum was converted by.</summary>
    public static IEnumerable<RateUsed> Rates(IEnumerable<string> by) =>
        by.Where(b => b.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(MaxRates).Select(b => new RateUsed { ExchangeRate = b });

    private static void Of(SqlText sql, string currency, string same, string own, string byRate, string none, string name) =>
        sql.Add("case when f.currency = ").Add(currency, NpgsqlDbType.Text).Add($" then {same} when o.name is not null then {own} when e.name is not null then {byRate} else {none} end as {name}, ");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

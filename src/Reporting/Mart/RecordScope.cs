using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Npgsql;
using NpgsqlTypes;
using FieldViolation = EGovPlatform.Values.FieldViolation;

namespace EGovPlatform.ReportingService.Mart;

/// <summary>Which version of which records an answer looks at: the three times and the caller.</summary>
internal sealed record RecordScope(DateOnly? ValidOn, DateOnly? KnownOn, DateTime? RecordedOn, Caller Caller)
{
    private const string Columns =
        "r.name, r.version, r.type, r.edtf, r.valid_edtf, r.valid_from, r.year, r.quarter, r.month, r.title, r.kind, r.state as last_state, r.program, " +
        "r.certainty, r.countries, r.parties, r.publications, r.search, r.private, r.known_on, r.known_by, r.deleted, r.workspace, r.visibility, r.shared_with, r.visible_from";

    /// <summary>Reads the three times of a request.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD naming every one that cannot be read.</exception>
    public static RecordScope Read(ReportTimes? times, Caller caller, string prefix = "times.")
    {
        var violations = new List<FieldViolation>();
        var scope = new RecordScope(
            Day(times?.ValidOn, prefix + "valid_on", violations),
            Day(times?.KnownOn, prefix + "known_on", violations),
            Moment(times?.RecordedOn, prefix + "recorded_on", violations),
            caller);
        return violations.Count == 0 ? scope : throw Errors.InvalidFields(violations);
    }

    /// <summary>
    /// Begins a query with `v`: one row per record of these types that is there, known and valid at the times, in the
    /// state it was in then, with `certain` (meets the questions certainly) and `visible` (to the caller). Beside it, as
    /// this platform had them then: `heads`, `duplicate`, `redirect`, `party_country` and `record_country`.
    /// </summary>
    /// <param name="connection">The snapshot it reads.</param>
    /// <param name="types">Short names of types.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="among">Writes a query of the names to look at, so that no others are read; null for all.</param>
    public async Task<SqlText> BeginAsync(NpgsqlConnection connection, string[] types, CancellationToken cancellation, Action<SqlText>? among = null)
    {
        var sql = RecordedThen.Begin(RecordedOn);
        sql.Add($", latest as not materialized (select {Columns} from mart.record r join heads h on h.name = r.name and h.version = r.version where r.type = any (")
            .Add(types, NpgsqlDbType.Array | NpgsqlDbType.Text).Add(")");
        Among(sql, among);
        sql.Add(")");
        if (ValidOn is { } valid)
        {
            var (texts, certain) = await AnswersAsync(connection, types, valid, among, cancellation);
            sql.Add(", answers as (select * from unnest(").Add(texts, NpgsqlDbType.Array | NpgsqlDbType.Text)
                .Add("::text[], ").Add(certain, NpgsqlDbType.Array | NpgsqlDbType.Boolean).Add("::boolean[]) as a(answered, yes))");
        }

        sql.Add($", v as not materialized (select r.*, {StateThen.State(this)} as state, ").Add(ValidOn is null ? "true" : "(r.valid_edtf is null or a.yes)").Add(" and ");
        KnownBy(sql);
        sql.Add($" and {StateThen.Certain(this)} as certain, (true");
        if (!Visible.IsStaff(Caller))
        {
            Open(sql);
        }

        sql.Add(") as visible from latest r");
        StateThen.Join(sql, this);
        sql.Add(ValidOn is null ? " where not r.deleted" : " left join answers a on a.answered = r.valid_edtf where not r.deleted and (r.valid_edtf is null or a.answered is not null)");
        if (Visible.IsStaff(Caller))
        {
            // Of other workspaces they are not even told how much is left out.
            Open(sql);
        }

        if (KnownOn is { } known)
        {
            sql.Add(" and (r.known_on is null or r.known_on <= ").Add(known, NpgsqlDbType.Date).Add(")");
        }

        return sql.Add(")").Add(RecordedThen.Countries).Add(" ");
    }

    // What was open to all once and is no longer is not shown by asking for then.
    private void Open(SqlText sql)
    {
        Visible.Where(sql, Caller);
        if (RecordedOn is not null && !Visible.IsEverything(Caller))
        {
            sql.Add(" and exists (select from (select c.workspace, c.visibility, c.shared_with, c.visible_from from mart.head n join mart.record c on c.name = n.name and c.version = n.version where n.name = r.name) c where true");
            Visible.Where(sql, Caller);
            sql.Add(")");
        }
    }

    // A record of which nobody knows when it became known is possibly known.
    private void KnownBy(SqlText sql)
    {
        if (KnownOn is { } known)
        {
            sql.Add("coalesce(r.known_by <= ").Add(known, NpgsqlDbType.Date).Add(", false)");
        }
        else
        {
            sql.Add("true");
        }
    }

    // The date rules live in one library; SQL is told its answer for each text there is.
    private static async Task<(string[] Texts, bool[] Certain)> AnswersAsync(NpgsqlConnection connection, string[] types, DateOnly day, Action<SqlText>? among, CancellationToken cancellation)
    {
        var sql = new SqlText().Add("select distinct r.valid_edtf from mart.record r where r.valid_edtf is not null and r.type = any (").Add(types, NpgsqlDbType.Array | NpgsqlDbType.Text).Add(")");
        Among(sql, among);
        await using var command = sql.Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var answers = new List<(string Text, bool Certain)>();
        while (await reader.ReadAsync(cancellation))
        {
            var text = reader.GetString(0);
            var answer = DateRules.RunningOn(new DateValue { Edtf = text }, day);
            if (answer != DateAnswer.No)
            {
                answers.Add((text, answer == DateAnswer.Certainly));
            }
        }

        return ([.. answers.Select(a => a.Text)], [.. answers.Select(a => a.Certain)]);
    }

    private static void Among(SqlText sql, Action<SqlText>? among)
    {
        if (among is not null)
        {
            sql.Add(" and r.name in (");
            among(sql);
            sql.Add(")");
        }
    }

    private static DateOnly? Day(string? text, string field, List<FieldViolation> violations)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        violations.Add(new FieldViolation(field, "DAY", $"'{text}' is not a day like 2018-05-28."));
        return null;
    }

    private static DateTime? Moment(string? text, string field, List<FieldViolation> violations)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day.ToDateTime(TimeOnly.MaxValue, DateTimeKind.Utc);
        }

        if (text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment.UtcDateTime;
        }

        violations.Add(new FieldViolation(field, "TIME", $"'{text}' is neither a day like 2018-05-28 nor a time like 2018-05-28T12:00:00Z."));
        return null;
    }
}

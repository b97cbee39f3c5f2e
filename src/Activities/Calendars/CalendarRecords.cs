using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Delegations;
using EGovPlatform.ActivitiesService.Engagements;
using EGovPlatform.ActivitiesService.ExpertDispatches;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.Calendars;

/// <summary>The records a calendar is made of, as far as its reader may see them. Of people it knows nothing.</summary>
internal sealed class CalendarRecords(NpgsqlConnection connection, Caller reader, DateOnly today, CancellationToken cancellation)
{
    private const int MaxRecords = 2000;

    public async Task<IReadOnlyList<CalendarEntry>> AboutAsync(string name)
    {
        var engagements = await ReadAsync(EngagementTable.Type, sql => About(sql, name, "delegation"));
        var delegations = await ReadAsync(DelegationTable.Type, sql => About(sql, name, "name"));
        var dispatches = name.StartsWith("delegations/", StringComparison.Ordinal) ? [] : await ReadAsync(ExpertDispatchTable.Type, sql => About(sql, name, "name"));
        return
        [
            .. engagements.Where(e => e.State != EngagementState.Postponed).Select(Of),
            .. delegations.Where(d => d.State != DelegationState.Postponed).SelectMany(d => Of(d, name)),
            .. dispatches.Where(d => d.State != ExpertDispatchState.Postponed).Select(Of),
        ];
    }

    private static CalendarEntry Of(Engagement engagement) => new(
        engagement.Name, engagement.Etag, engagement.UpdateTime?.ToDateTimeOffset(), When(engagement.Date, engagement.Planned),
        engagement.Titles.FirstOrDefault()?.Text ?? (engagement.KindAsPrinted.Length > 0 ? engagement.KindAsPrinted : engagement.Kind.ToString()),
        Status(engagement.State == EngagementState.Cancelled, engagement.State != EngagementState.Planned))
    {
        Location = engagement.Venue?.AsPrinted ?? "",
    };

    // A stay is an event of its own; a delegation without dated stays is one event.
    private static IEnumerable<CalendarEntry> Of(Delegation delegation, string about)
    {
        var title = delegation.Names.FirstOrDefault()?.Text ?? delegation.Name;
        var status = Status(delegation.State == DelegationState.Cancelled, delegation.State != DelegationState.Proposed);
        var updated = delegation.UpdateTime?.ToDateTimeOffset();
        var stays = delegation.Legs.Where(l => l.Period is { Edtf.Length: > 0 } && (l.Country == about || !about.StartsWith("countries/", StringComparison.Ordinal))).ToList();
        return stays.Count == 0
            ? [new CalendarEntry(delegation.Name, delegation.Etag, updated, When(delegation.Period, delegation.Planned), title, status)]
            : stays.Select(l => new CalendarEntry(
                string.Create(CultureInfo.InvariantCulture, $"{delegation.Name}/legs/{l.Key}"), delegation.Etag, updated, l.Period, $"{title} ({l.Country.Split('/')[^1]})", status));
    }

    private static CalendarEntry Of(ExpertDispatch dispatch) => new(
        dispatch.Name, dispatch.Etag, dispatch.UpdateTime?.ToDateTimeOffset(), When(dispatch.Period, dispatch.Planned),
        "Expert dispatch" + (dispatch.Host is { AsPrinted.Length: > 0 } host ? ": " + host.AsPrinted : ""),
        Status(dispatch.State == ExpertDispatchState.Cancelled, dispatch.State != ExpertDispatchState.Planned));

    private static DateValue? When(DateValue? date, IEnumerable<PlannedDate> planned) => date is { Edtf.Length: > 0 } ? date : PlanRules.Current(planned)?.Planned;

    private static CalendarStatus Status(bool cancelled, bool sure) => cancelled ? CalendarStatus.Cancelled : sure ? CalendarStatus.Confirmed : CalendarStatus.Tentative;

    private static void About(SqlText sql, string name, string delegationColumn)
    {
        var parts = name.Split('/');
        _ = parts[0] switch
        {
            "countries" => sql.Add("countries && ").Add(new[] { parts[1] }, NpgsqlDbType.Array | NpgsqlDbType.Text),
            "programs" => sql.Add("program = ").Add(name, NpgsqlDbType.Text),
            _ => sql.Add($"{delegationColumn} = ").Add(name, NpgsqlDbType.Text),
        };
    }

    private async Task<List<T>> ReadAsync<T>(ResourceType<T> type, Action<SqlText> about) where T : class, IMessage<T>, new()
    {
        var sql = new SqlText().Add($"select body from \"{type.Table}\" where delete_time is null and ");
        about(sql);
        Visible.Where(sql, reader, today);
        await using var command = sql.Add($" order by valid_from desc nulls first, name limit {MaxRecords.ToString(CultureInfo.InvariantCulture)}").Command(connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var (found, parser) = (new List<T>(), new MessageParser<T>(() => new T()));
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(parser.ParseFrom(rows.GetFieldValue<byte[]>(0)));
        }

        return found;
    }
}

using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using Grpc.Core;
using NpgsqlTypes;

namespace EGovPlatform.CountriesService.Positions;

/// <summary>The alarm on posts nobody has seen for long: what a source said of a person years ago may no longer be so.</summary>
internal static class StalePositions
{
    private const int DefaultDays = 730;

    public static Task<ListPositionsResponse> ListAsync(Resource<Position> positions, ListStalePositionsRequest request, TimeProvider time, ServerCallContext call)
    {
        var on = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (request.On.Length > 0 && !DateOnly.TryParseExact(request.On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out on))
        {
            throw Errors.InvalidField("on", "DATE", "on is YYYY-MM-DD.");
        }

        var days = request.OlderThanDays == 0 ? DefaultDays : request.OlderThanDays;
        if (days < 0)
        {
            throw Errors.InvalidField("older_than_days", "NOT_NEGATIVE", "older_than_days must not be negative.");
        }

        if (days > on.DayNumber)
        {
            throw Errors.InvalidField("older_than_days", "RANGE", "older_than_days reaches back before the year 1.");
        }

        var before = on.AddDays(-days);
        var list = new ListRequest { PageSize = request.PageSize, PageToken = request.PageToken, OrderBy = "seen_on" };
        return positions.ListAsync<ListPositionsResponse>(list, call, ($"stale {before:yyyy-MM-dd}", sql => sql
            .Add(" and person <> '' and seen_on < ").Add(before, NpgsqlDbType.Date)
            .Add(" and not exists (select from positions n where n.person = positions.person and n.organization = positions.organization and n.delete_time is null and n.seen_on > positions.seen_on)")));
    }
}

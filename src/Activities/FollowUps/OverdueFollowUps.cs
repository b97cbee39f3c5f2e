using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Grpc.Core;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.FollowUps;

/// <summary>Open promises whose day has passed, or may have: a due date of "2018" is overdue for certain only when 2018 is over.</summary>
internal static class OverdueFollowUps
{
    private const string Open = "state = RAISED OR state = AGREED OR state = ASSIGNED OR state = IN_PROGRESS";

    public static async Task<ListOverdueFollowUpsResponse> ListAsync(Resource<FollowUp> followUps, ListOverdueFollowUpsRequest request, DateOnly today, ServerCallContext call)
    {
        var day = today;
        if (request.On.Length > 0 && !DateOnly.TryParseExact(request.On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            throw Errors.InvalidField("on", "DATE_SYNTAX", "A day is YYYY-MM-DD.");
        }

        var list = new ListRequest { Filter = Open, OrderBy = "due_to", PageSize = request.PageSize, PageToken = request.PageToken };
        var page = await followUps.ListAsync<ListOverdueFollowUpsResponse>(
            list, call, ($"overdue on {day:yyyy-MM-dd}", sql => sql.Add(" and due_from is not null and due_from < ").Add(day, NpgsqlDbType.Date)));
        page.Answers.Add(page.FollowUps.Select(f => DateRules.Overdue(f.Due, day)));
        return page;
    }
}

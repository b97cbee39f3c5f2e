using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Delegations;
using EGovPlatform.ActivitiesService.Engagements;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.Radar;

/// <summary>
/// Warns, before anything is approved, that another agency is in the same country on the same topic within
/// <see cref="WindowDays"/> days. Without topics on one side, what is of the same kind may be the same.
/// </summary>
internal static class DuplicationRadar
{
    public const int WindowDays = 30;

    public static async Task CheckAsync(RuleContext<Engagement> context, Neighbors neighbors)
    {
        var engagement = context.Resource;
        if (!context.Historical && engagement.State is EngagementState.Planned or EngagementState.Confirmed or EngagementState.Postponed)
        {
            var delegation = await neighbors.FindAsync(DelegationTable.Type, engagement.Delegation);
            await WarnAsync(context, neighbors, "country", Footprint.Of(engagement, delegation));
        }
    }

    public static async Task CheckAsync(RuleContext<Delegation> context, Neighbors neighbors)
    {
        var delegation = context.Resource;
        if (!context.Historical && delegation.State is DelegationState.Proposed or DelegationState.Approved or DelegationState.Postponed)
        {
            await WarnAsync(context, neighbors, "legs", Footprint.Of(delegation));
        }
    }

    private static async Task WarnAsync<T>(RuleContext<T> context, Neighbors neighbors, string field, Footprint own) where T : class, Google.Protobuf.IMessage<T>
    {
        if (own.Countries.Count == 0 || own.Agencies.Count == 0 || own.Window == DayRange.All)
        {
            return;
        }

        var others = new List<Footprint>();
        foreach (var engagement in await neighbors.WhereAsync(EngagementTable.Type, sql => Near(sql, own)))
        {
            if (engagement.State != EngagementState.Cancelled)
            {
                others.Add(Footprint.Of(engagement, await neighbors.FindAsync(DelegationTable.Type, engagement.Delegation)));
            }
        }

        others.AddRange((await neighbors.WhereAsync(DelegationTable.Type, sql => Near(sql, own))).Where(d => d.State != DelegationState.Cancelled).Select(Footprint.Of));
        foreach (var other in others.Where(o => Clashes(own, o)))
        {
            var topics = own.Topics.Intersect(other.Topics, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            context.Warn(
                field,
                "DUPLICATION",
                $"{other.Name} by {string.Join(", ", other.Agencies.Order(StringComparer.Ordinal))} is in {string.Join(", ", own.Countries.Intersect(other.Countries, StringComparer.Ordinal))} "
                + $"within {WindowDays} days{(topics.Count > 0 ? " on " + string.Join(", ", topics) : ", perhaps on the same topic")}.");
        }
    }

    private static bool Clashes(Footprint own, Footprint other) =>
        own.Name != other.Name
        && (own.Delegation.Length == 0 || own.Delegation != other.Delegation)
        && other.Agencies.Count > 0
        && !own.Agencies.Overlaps(other.Agencies)
        && (own.Topics.Overlaps(other.Topics) || ((own.Topics.Count == 0 || other.Topics.Count == 0) && own.Kind == other.Kind));

    private static void Near(SqlText sql, Footprint own)
    {
        sql.Add("countries && ").Add(own.Countries.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)
            .Add(" and (window_from is not null or window_to is not null) and coalesce(window_from, '-infinity'::date) <= ")
            .Add(Shift(own.Window.Last, WindowDays), NpgsqlDbType.Date)
            .Add(" and coalesce(window_to, 'infinity'::date) >= ").Add(Shift(own.Window.First, -WindowDays), NpgsqlDbType.Date);
    }

    private static DateOnly Shift(DateOnly day, int days) =>
        DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}

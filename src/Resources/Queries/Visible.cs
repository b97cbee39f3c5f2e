using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>Which records a caller may see (values.md 9). Staff sees all; a partner what is shared with it or public.</summary>
public static class Visible
{
    private static readonly Role[] Staff =
        [Role.Viewer, Role.Editor, Role.Approver, Role.CouncilMember, Role.TrainingOfficer, Role.Auditor, Role.Operator, Role.Service];

    public static bool IsStaff(Caller caller) => Staff.Any(caller.Has);

    public static void Where(SqlText sql, Caller caller)
    {
        if (IsStaff(caller))
        {
            return;
        }

        sql.Add(" and (visibility = 'PUBLIC' or (visibility = 'EMBARGOED' and visible_from <= current_date) or (visibility = 'SHARED' and shared_with && ")
            .Add(Parties(caller), NpgsqlDbType.Array | NpgsqlDbType.Text)
            .Add("))");
    }

    public static bool To(Caller caller, Record record, DateOnly today)
    {
        if (IsStaff(caller))
        {
            return true;
        }

        return record.Visibility?.Level switch
        {
            VisibilityLevel.Public => true,
            VisibilityLevel.Embargoed => Dates.Day(record.Visibility.Until?.Latest) is DateOnly until && until <= today,
            VisibilityLevel.Shared => record.Visibility.SharedWith.Intersect(Parties(caller), StringComparer.Ordinal).Any(),
            _ => false,
        };
    }

    private static string[] Parties(Caller caller) => [.. caller.Countries, .. caller.Organizations];
}

using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>Which records a caller may see (values.md 9), as <see cref="VisibilityRules"/> has it: in memory and as SQL.</summary>
public static class Visible
{
    /// <summary>Whether the caller is staff: of what their workspace holds, nothing is withheld.</summary>
    public static bool IsStaff(Caller caller) => ReaderOf(caller).IsInternal;

    /// <summary>Whether nothing is withheld from the caller, whatever the workspace.</summary>
    public static bool IsEverything(Caller caller) => VisibilityRules.ClearanceOf(ReaderOf(caller), default).Everything;

    /// <summary>Adds the condition for rows with the columns workspace, visibility, shared_with and visible_from.</summary>
    /// <param name="sql">A statement that ends in a condition.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="today">The day embargoes are held against; without one the day of the database.</param>
    public static void Where(SqlText sql, Caller caller, DateOnly? today = null)
    {
        var clearance = VisibilityRules.ClearanceOf(ReaderOf(caller), today ?? default);
        if (clearance.Everything)
        {
            return;
        }

        sql.Add(" and (");
        if (clearance.Workspace is { } workspace)
        {
            sql.Add("workspace = ").Add(workspace, NpgsqlDbType.Text).Add(" or ");
        }

        sql.Add("visibility = 'PUBLIC' or (visibility = 'EMBARGOED' and visible_from <= ");
        _ = today is { } day ? sql.Add(day, NpgsqlDbType.Date) : sql.Add("current_date");
        sql.Add(") or (visibility = 'SHARED' and shared_with && ").Add(clearance.Names.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text).Add("))");
    }

    /// <summary>Whether the caller may see the record.</summary>
    public static bool To(Caller caller, Record record, DateOnly today) => VisibilityRules.CanRead(record.Visibility, ReaderOf(caller), today, record.Workspace);

    /// <summary>Those of the names that the type does not hide from the caller.</summary>
    public static async Task<IReadOnlySet<string>> SeenAsync(NpgsqlConnection connection, ResourceType type, IReadOnlyCollection<string> names, Caller caller, CancellationToken cancellation)
    {
        if (type.SeenWhere is not { } seen)
        {
            return names.ToHashSet(StringComparer.Ordinal);
        }

        var sql = new SqlText().Add($"select name from \"{type.Table}\" where name = any(").Add(names.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text).Add(") and (");
        seen(sql, caller);
        await using var command = sql.Add(")").Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>What tells apart callers that see different records on a day.</summary>
    public static string Audience(Caller caller, DateOnly today)
    {
        var clearance = VisibilityRules.ClearanceOf(ReaderOf(caller), today);
        return clearance.Everything ? "everything" : string.Join('\n', clearance.Names.Prepend(clearance.Workspace is { } own ? $"staff {own}" : "").Append(today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static Reader ReaderOf(Caller caller) =>
        new(caller.Roles, caller.Countries.Count + caller.Organizations.Count == 0 ? Reader.Anonymous.Scope : caller.Countries.Concat(caller.Organizations).ToHashSet(StringComparer.Ordinal)) { Workspace = caller.Workspace };
}

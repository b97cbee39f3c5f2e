using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.Resources.Changes;

/// <summary>
/// Leaves of a change only that it happened where its record is not the reader's to see: operators follow the log without reading
/// records, auditors without reading those of other workspaces.
/// </summary>
public sealed class SeenChanges(ResourceTypes types, TimeProvider time)
{
    /// <summary>Blanks the changes of a page that the caller may not see; with <paramref name="named"/>, which asked for one record, takes them out.</summary>
    public async Task BlankAsync(NpgsqlConnection connection, ListChangesResponse page, bool named, Caller caller, CancellationToken cancellation)
    {
        if (Visible.IsEverything(caller))
        {
            return;
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var staff = Visible.IsStaff(caller);
        var others = page.Changes.Where(c => !(staff && c.Workspace == caller.Workspace)).ToList();
        var open = await OpenNowAsync(connection, others.Select(c => c.Name), caller, today, cancellation);
        foreach (var change in others.Where(c => !open.Contains(c.Name) || !WasOpen(c, caller, today)))
        {
            if (named)
            {
                page.Changes.Remove(change);
                continue;
            }

            (change.Name, change.Actor, change.OnBehalfOf, change.Reason, change.RequestId, change.Traceparent) = ("", "", "", "", "", "");
            (change.KnownOn, change.ValidOn, change.Workspace, change.Body) = ("", "", "", ByteString.Empty);
            change.ChangedPaths.Clear();
        }
    }

    private static bool WasOpen(Change change, Caller caller, DateOnly today) =>
        !change.Body.IsEmpty && ResourceCatalog.Find(change.Name) is { } entry && RecordRules.Of(entry.Descriptor.Parser.ParseFrom(change.Body)) is { } record && Visible.To(caller, record, today);

    // What was open once and is closed by now is not shown as it was then.
    private async Task<HashSet<string>> OpenNowAsync(NpgsqlConnection connection, IEnumerable<string> names, Caller caller, DateOnly today, CancellationToken cancellation)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in names.Distinct(StringComparer.Ordinal).GroupBy(types.Owning).Where(g => g.Key is not null))
        {
            var sql = new SqlText().Add($"select name from \"{group.Key!.Table}\" where name = any(").Add(group.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text).Add(")");
            Visible.Where(sql, caller, today);
            await using var command = sql.Command(connection);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                open.Add(reader.GetString(0));
            }
        }

        return open;
    }
}

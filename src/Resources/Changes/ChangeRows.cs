using System.Globalization;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace EGovPlatform.Resources.Changes;

/// <summary>Reads the log in order of dense position. Rows the sequencer has not numbered yet are not there.</summary>
public static class ChangeRows
{
    /// <summary>A page ends when its bodies pass this many bytes, so that it fits one gRPC message of 4 MiB.</summary>
    private const int MaxPageBytes = 3 * 1024 * 1024;

    private const string Columns =
        "p.position, c.resource_type, c.name, c.version, c.kind, c.actor, c.on_behalf_of, c.reason, c.request_id, " +
        "c.traceparent, c.recorded_time, c.known_on, c.valid_on, c.changed_paths, c.body, c.deleted, c.hash, c.workspace";

    private static readonly HashSet<string> Withheld =
        [.. ResourceCatalog.All.Where(e => e.Descriptor.GetOptions().GetExtension(PolicyExtensions.Withheld)).Select(e => e.Descriptor.FullName)];

    /// <summary>Last position given so far; 0 for an empty log.</summary>
    public static async Task<long> LastPositionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(position), 0) from position", connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>
    /// Changes after a position, in order, at most <paramref name="limit"/> and about 3 MiB, always at least one when
    /// there is one. No types means all types.
    /// </summary>
    public static async Task<List<Change>> ReadAsync(
        NpgsqlConnection connection, string service, long afterPosition, int limit,
        IReadOnlyCollection<string>? types, CancellationToken cancellation) =>
        (await ReadAsync(connection, service, afterPosition, limit, types, name: null, whole: false, cancellation)).Changes;

    /// <summary>
    /// The answer to ListChanges: a page of changes with the position to go on from. Bodies of withheld types are left out
    /// unless <paramref name="whole"/>, for a caller who was found to see the record.
    /// </summary>
    public static async Task<ListChangesResponse> ListAsync(
        NpgsqlConnection connection, string service, ListChangesRequest request, CancellationToken cancellation, bool whole = false)
    {
        // Read first: whatever is numbered up to here is visible to the next statement, filtered out or not.
        var last = await LastPositionAsync(connection, cancellation);
        var limit = request.PageSize is <= 0 ? 100 : Math.Min(request.PageSize, 1000);
        var (changes, full) = await ReadAsync(
            connection, service, request.AfterPosition, limit, request.ResourceTypes,
            request.Name.Length > 0 ? request.Name : null, whole, cancellation);

        var lastRead = changes.Count > 0 ? changes[^1].Position : request.AfterPosition;
        var response = new ListChangesResponse
        {
            NextPosition = full ? lastRead : Math.Max(lastRead, last),
            LastPosition = Math.Max(lastRead, last),
        };
        response.Changes.Add(changes);
        return response;
    }

    /// <summary>Every change of one record, oldest first, whole: for a caller who was found to see the record.</summary>
    public static async Task<List<Change>> HistoryAsync(NpgsqlConnection connection, string service, string name, CancellationToken cancellation)
    {
        var history = new List<Change>();
        for (var (position, more) = (0L, true); more;)
        {
            var page = await ListAsync(connection, service, new ListChangesRequest { Name = name, AfterPosition = position, PageSize = 1000 }, cancellation, whole: true);
            history.AddRange(page.Changes);
            (position, more) = (page.NextPosition, page.NextPosition < page.LastPosition);
        }

        return history;
    }

    private static async Task<(List<Change> Changes, bool Full)> ReadAsync(
        NpgsqlConnection connection, string service, long afterPosition, int limit,
        IReadOnlyCollection<string>? types, string? name, bool whole, CancellationToken cancellation)
    {
        var sql = $"select {Columns} from position p join change c on c.seq = p.seq where p.position > $1";
        await using var command = new NpgsqlCommand { Connection = connection };
        command.Parameters.Add(new() { Value = afterPosition });
        if (types is { Count: > 0 })
        {
            command.Parameters.Add(new() { Value = types.ToArray() });
            sql += $" and c.resource_type = any(${command.Parameters.Count})";
        }
        if (name is not null)
        {
            command.Parameters.Add(new() { Value = name });
            sql += $" and c.name = ${command.Parameters.Count}";
        }
        command.Parameters.Add(new() { Value = limit });
        command.CommandText = $"{sql} order by p.position limit ${command.Parameters.Count}";

        var changes = new List<Change>();
        var bytes = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var change = FromRow(reader, service, whole);
            bytes += change.Body.Length;
            if (bytes > MaxPageBytes && changes.Count > 0)
            {
                return (changes, true);
            }
            changes.Add(change);
        }
        return (changes, changes.Count == limit);
    }

    private static Change FromRow(NpgsqlDataReader row, string service, bool whole)
    {
        var position = row.GetInt64(0);
        var resourceType = row.GetString(1);
        var kind = row.GetString(4);
        var change = new Change
        {
            Position = position,
            Service = service,
            ResourceType = resourceType,
            Name = row.GetString(2),
            Version = row.GetInt64(3),
            Kind = kind,
            Actor = row.GetString(5),
            OnBehalfOf = row.GetString(6),
            Reason = row.GetString(7),
            RequestId = row.GetString(8),
            Traceparent = row.GetString(9),
            RecordedTime = Timestamp.FromDateTime(row.GetDateTime(10)),
            KnownOn = row.IsDBNull(11)
                ? ""
                : row.GetFieldValue<DateOnly>(11).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ValidOn = row.GetString(12),
            Body = !whole && Withheld.Contains(resourceType) ? ByteString.Empty : UnsafeByteOperations.UnsafeWrap(row.GetFieldValue<byte[]>(14)),
            Deleted = row.GetBoolean(15),
            Hash = UnsafeByteOperations.UnsafeWrap(row.GetFieldValue<byte[]>(16)),
            Workspace = row.GetString(17),
            EventId = $"{service}/{position}",
            EventType = EventType(service, resourceType, kind),
        };
        change.ChangedPaths.Add(row.GetFieldValue<string[]>(13));
        return change;
    }

    /// <summary>
    /// CloudEvents type: <c>egov.countries.agreement.updated</c>. A transition carries its resource in the kind
    /// already: <c>agreement.signed</c> gives <c>egov.countries.agreement.signed</c>.
    /// </summary>
    public static string EventType(string service, string resourceType, string kind) =>
        kind.Contains('.')
            ? $"egov.{service}.{kind}"
            : $"egov.{service}.{resourceType[(resourceType.LastIndexOf('.') + 1)..].ToLowerInvariant()}.{kind}";
}

using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>Writes a draft into the change log.</summary>
internal static class ChangeRow
{
    private const string Sql =
        "insert into change (resource_type, name, version, kind, actor, on_behalf_of, reason, request_id, traceparent, recorded_time, known_on, valid_on, changed_paths, body, deleted, workspace, hash) " +
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

    public static NpgsqlBatchCommand Insert(ChangeDraft draft, byte[] hash) => new(Sql)
    {
        Parameters =
        {
            new() { Value = draft.ResourceType }, new() { Value = draft.Name }, new() { Value = draft.Version },
            new() { Value = draft.Kind }, new() { Value = draft.Actor }, new() { Value = draft.OnBehalfOf },
            new() { Value = draft.Reason }, new() { Value = draft.RequestId }, new() { Value = draft.TraceParent },
            new() { Value = draft.RecordedTime },
            new() { Value = (object?)draft.KnownOn ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date },
            new() { Value = draft.ValidOn }, new() { Value = draft.ChangedPaths }, new() { Value = draft.Body },
            new() { Value = draft.Deleted }, new() { Value = draft.Workspace }, new() { Value = hash },
        },
    };
}

using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Checks;

/// <summary>Every stated total against what is written down below it.</summary>
public sealed class Reconciliations(MartReader mart)
{
    private static readonly Column[] Columns =
    [
        new("counted", ColumnKind.Text, "f.counted"),
        CheckPage.Country,
        new("field_path", ColumnKind.Text, "f.field_path"),
        new("publication", ColumnKind.Texts, "r.publications"),
        new("record", ColumnKind.Text, "r.name"),
        new("resource_type", ColumnKind.Text, "r.type"),
        new("state", ColumnKind.Text, "f.state"),
    ];

    private static readonly OrderField[] Order =
        [new(new Column("record", ColumnKind.Text, "r.name"), false), new(new Column("field_path", ColumnKind.Text, "f.field_path"), false)];

    private const string Fields =
        "f.field_path, f.counted, f.listed, f.exhaustive, f.stated_value, f.stated_qualifier, f.stated_lower, f.stated_upper, "
        + "f.identified_lower, f.identified_upper, f.missing_lower, f.missing_upper, f.state, f.text";

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER, INVALID_PAGE_TOKEN.</exception>
    public Task<ListReconciliationsResponse> ListAsync(ListReconciliationsRequest request, Caller caller, CancellationToken cancellation)
    {
        var size = CheckPage.Size(request.PageSize);
        var scope = RecordScope.Read(request.Times, caller);
        var query = $"{request.Filter}\n{request.Times}";
        var after = PageToken.Read(request.PageToken, query, Order);
        return mart.ReadAsync(async connection =>
        {
            var sql = await scope.BeginAsync(connection, RecordSet.AllTypes, cancellation);
            sql.Add($", hits as (select r.name, r.type, r.title, r.publications, r.visible, {Fields} from v r join mart.reconciliation f on f.name = r.name and f.version = r.version where not r.private");
            CheckPage.Filter(sql, request.Filter, Columns);
            sql.Add(") select *, (select count(*) from hits where not visible) from hits where visible");
            if (after is not null)
            {
                sql.Add(" and (name, field_path) > (").Add(after[0], NpgsqlDbType.Text).Add(", ").Add(after[1], NpgsqlDbType.Text).Add(")");
            }

            await using var command = sql.Add(" order by name, field_path limit ").Add(size + 1, NpgsqlDbType.Integer).Command(connection);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var response = new ListReconciliationsResponse();
            while (await reader.ReadAsync(cancellation))
            {
                response.LeftOut = reader.GetInt64(19);
                if (response.Reconciliations.Count == size)
                {
                    var last = response.Reconciliations[^1];
                    response.NextPageToken = PageToken.Write(query, [last.Record, last.FieldPath]);
                    break;
                }

                response.Reconciliations.Add(Read(reader));
            }

            return response;
        }, cancellation);
    }

    private static ReconciliationEntry Read(NpgsqlDataReader row)
    {
        var entry = new ReconciliationEntry
        {
            Record = row.GetString(0),
            ResourceType = row.GetString(1),
            Title = row.GetString(2),
            Publications = { row.GetFieldValue<string[]>(3) },
            FieldPath = row.GetString(5),
            Counted = row.GetString(6),
            Listed = row.GetInt32(7),
            Exhaustive = row.GetBoolean(8),
            Reconciliation = new Reconciliation
            {
                IdentifiedLower = row.GetInt64(13),
                State = CheckPage.Enum<ReconciliationState>(row.GetString(17)),
                Text = row.GetString(18),
            },
        };
        if (entry.Reconciliation.State != ReconciliationState.NotStated)
        {
            entry.Stated = Numbers.ToCount(Long(row, 9), row.GetString(10), Long(row, 11), Long(row, 12));
            entry.Stated.Counted = entry.Counted;
        }

        if (Long(row, 14) is { } identified)
        {
            entry.Reconciliation.IdentifiedUpper = identified;
        }

        if (Long(row, 15) is { } least)
        {
            entry.Reconciliation.MissingLower = least;
        }

        if (Long(row, 16) is { } most)
        {
            entry.Reconciliation.MissingUpper = most;
        }

        return entry;
    }

    private static long? Long(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}

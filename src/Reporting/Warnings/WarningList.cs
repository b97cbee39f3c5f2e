using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Checks;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Warnings;

/// <summary>What the owners' rules found in single records and Reporting's across them, as one list.</summary>
public sealed class WarningList(MartReader mart)
{
    private static readonly Column[] Columns =
    [
        new("across", ColumnKind.Flag, "w.across"),
        CheckPage.Country,
        new("publication", ColumnKind.Texts, "r.publications"),
        new("record", ColumnKind.Text, "r.name"),
        new("resource_type", ColumnKind.Text, "r.type"),
        new("rule", ColumnKind.Text, "w.rule"),
    ];

    private static readonly OrderField[] Order =
        [.. new[] { "record", "field_path", "rule", "digest" }.Select(f => new OrderField(new Column(f, ColumnKind.Text, ""), false))];

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER, INVALID_PAGE_TOKEN.</exception>
    public Task<ListWarningsResponse> ListAsync(ListWarningsRequest request, Caller caller, CancellationToken cancellation)
    {
        var size = CheckPage.Size(request.PageSize);
        var scope = RecordScope.Read(request.Times, caller);
        var query = $"{request.Filter}\n{request.Times}";
        var after = PageToken.Read(request.PageToken, query, Order);
        return mart.ReadAsync(async connection =>
        {
            var across = await FindAsync(new RecordSet(connection, scope, "", duplicates: true, cancellation));
            var sql = await scope.BeginAsync(connection, RecordSet.AllTypes, cancellation);
            Union(sql, across);
            CheckPage.Filter(sql, request.Filter, Columns);
            sql.Add(") select * from hits where true");
            if (after is not null)
            {
                sql.Add(" and (name, field_path, rule, digest) > (").Add(after[0], NpgsqlDbType.Text).Add(", ").Add(after[1], NpgsqlDbType.Text).Add(", ")
                    .Add(after[2], NpgsqlDbType.Text).Add(", ").Add(after[3], NpgsqlDbType.Text).Add(")");
            }

            sql.Add(" order by name, field_path, rule, digest limit ").Add(size + 1, NpgsqlDbType.Integer);
            var response = new ListWarningsResponse { LeftOut = await RecordSet.LeftOutAsync(connection, scope, cancellation) };
            await using var command = sql.Command(connection);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var token = "";
            while (await reader.ReadAsync(cancellation))
            {
                if (response.Warnings.Count == size)
                {
                    response.NextPageToken = token;
                    break;
                }

                var warning = Read(reader);
                response.Warnings.Add(warning);
                token = PageToken.Write(query, [warning.Record, warning.Warning.FieldPath, warning.Warning.Rule, reader.GetString(9)]);
            }

            return response;
        }, cancellation);
    }

    /// <summary>Everything the rules across records find.</summary>
    internal static async Task<List<FoundWarning>> FindAsync(RecordSet records)
    {
        var found = new List<FoundWarning>();
        foreach (var rule in CrossRules.All)
        {
            found.AddRange(await rule(records));
        }

        return found;
    }

    private static void Union(SqlText sql, List<FoundWarning> across)
    {
        string[] Each(Func<FoundWarning, string> part) => [.. across.Select(part)];
        sql.Add(", w as (select name as of_record, version as of_version, field_path, rule, message, false as across, '' as others from mart.warning union all select a.of_record, null, a.field_path, a.rule, a.message, true, a.others from unnest(");
        foreach (var (i, part) in new[] { Each(w => w.Record), Each(w => w.FieldPath), Each(w => w.Rule), Each(w => w.Message), Each(w => string.Join('\n', w.Others.Order(StringComparer.Ordinal))) }.Index())
        {
            sql.Add(i == 0 ? "" : ", ").Add(part, NpgsqlDbType.Array | NpgsqlDbType.Text).Add("::text[]");
        }

        sql.Add(") a(of_record, field_path, rule, message, others)), hits as (select r.name, r.type, r.title, r.publications, w.field_path, w.rule, w.message, w.across, w.others, md5(w.message) as digest from v r join w on w.of_record = r.name and coalesce(w.of_version, r.version) = r.version where r.visible and not r.private");
    }

    private static RecordWarning Read(NpgsqlDataReader row) => new()
    {
        Record = row.GetString(0),
        ResourceType = row.GetString(1),
        Title = row.GetString(2),
        Publications = { row.GetFieldValue<string[]>(3) },
        Warning = new Warning { FieldPath = row.GetString(4), Rule = row.GetString(5), Message = row.GetString(6) },
        Across = row.GetBoolean(7),
        Others = { row.GetString(8).Split('\n', StringSplitOptions.RemoveEmptyEntries) },
    };
}

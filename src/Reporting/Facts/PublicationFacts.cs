using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Facts;

/// <summary>Every fact read from one publication, by paragraph.</summary>
public sealed class PublicationFacts(MartReader mart)
{
    private const int DefaultPage = 200;
    private const string Place = "coalesce(f.paragraph, 2147483647)::bigint";

    private static readonly Column[] Columns =
    [
        new("certainty", ColumnKind.Text, "f.certainty"),
        new("field_path", ColumnKind.Text, "f.field_path"),
        new("paragraph", ColumnKind.Number, "f.paragraph"),
        new("record", ColumnKind.Text, "f.name"),
        new("resource_type", ColumnKind.Text, "f.type"),
        new("rival", ColumnKind.Flag, "f.rival"),
    ];

    private static readonly OrderField[] Order =
    [
        new(new Column("paragraph", ColumnKind.Number, Place), false),
        new(new Column("record", ColumnKind.Text, "f.name"), false),
        new(new Column("item", ColumnKind.Number, "f.item"), false),
    ];

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, INVALID_FILTER, INVALID_PAGE_TOKEN.</exception>
    public Task<GetFactsResponse> GetAsync(GetFactsRequest request, Caller caller, CancellationToken cancellation)
    {
        var size = Pages.Size(request.PageSize, DefaultPage);
        var query = $"{request.Publication}\n{request.Filter}";
        var after = PageToken.Read(request.PageToken, query, Order);
        return mart.ReadAsync(async connection =>
        {
            await CheckAsync(connection, request.Publication, cancellation);
            var response = new GetFactsResponse();
            var sql = From(new SqlText().Add($"select f.name, f.type, f.field_path, f.paragraph, f.certainty, f.ground, f.digest, f.value_json, f.rival, {Place}, f.item::bigint, r.title"), request);
            Visible.Where(sql, caller);
            if (after is not null)
            {
                sql.Add($" and ({Place}, f.name, f.item) > (").Add(after[0], NpgsqlDbType.Bigint).Add(", ").Add(after[1], NpgsqlDbType.Text).Add(", ").Add(after[2], NpgsqlDbType.Bigint).Add(")");
            }

            sql.Add($" order by {Place}, f.name, f.item limit ").Add(size + 1, NpgsqlDbType.Integer);
            await using (var command = sql.Command(connection))
            await using (var reader = await command.ExecuteReaderAsync(cancellation))
            {
                var token = "";
                while (await reader.ReadAsync(cancellation))
                {
                    if (response.Facts.Count == size)
                    {
                        response.NextPageToken = token;
                        break;
                    }

                    response.Facts.Add(Read(reader));
                    token = PageToken.Write(query, [reader.GetInt64(9), reader.GetString(0), reader.GetInt64(10)]);
                }
            }

            response.LeftOut = await LeftOutAsync(connection, request, caller, cancellation);
            return response;
        }, cancellation);
    }

    private static SqlText From(SqlText sql, GetFactsRequest request)
    {
        sql.Add(" from mart.fact_source f join mart.latest r on r.name = f.name and r.version = f.version where not r.deleted and not r.private and f.publication = ").Add(request.Publication, NpgsqlDbType.Text);
        if (FilterParser.Parse(request.Filter) is { } filter)
        {
            sql.Add(" and (");
            new FilterSql(Columns, request.Filter, sql).Write(filter);
            sql.Add(")");
        }

        return sql;
    }

    private static async Task<long> LeftOutAsync(NpgsqlConnection connection, GetFactsRequest request, Caller caller, CancellationToken cancellation)
    {
        if (Visible.IsStaff(caller))
        {
            return 0;
        }

        var sql = From(new SqlText().Add("select count(distinct f.name)"), request).Add(" and not (true");
        Visible.Where(sql, caller);
        await using var command = sql.Add(")").Command(connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task CheckAsync(NpgsqlConnection connection, string publication, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select exists (select from mart.latest where name = $1 and type = 'Publication' and not deleted) or exists (select from publications where name = $1 and delete_time is null)", connection)
        {
            Parameters = { new() { Value = publication } },
        };
        if (await command.ExecuteScalarAsync(cancellation) is not true)
        {
            throw Errors.NotFound(publication);
        }
    }

    private static Fact Read(NpgsqlDataReader row)
    {
        var fact = new Fact
        {
            Record = row.GetString(0),
            ResourceType = row.GetString(1),
            FieldPath = row.GetString(2),
            Certainty = Enum.TryParse<Certainty>(row.GetString(4), ignoreCase: true, out var certainty) ? certainty : Certainty.Unspecified,
            Ground = row.GetString(5),
            Digest = row.GetString(6),
            ValueJson = row.GetString(7),
            Rival = row.GetBoolean(8),
            Title = row.GetString(11),
        };
        if (!row.IsDBNull(3))
        {
            fact.Paragraph = row.GetInt32(3);
        }

        return fact;
    }
}

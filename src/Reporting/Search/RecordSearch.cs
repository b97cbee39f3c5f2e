using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Search;

/// <summary>Finds records of all services by words, without regard to case or accents.</summary>
public sealed class RecordSearch(MartReader mart)
{
    private const int DefaultPage = 50;
    private const int MaxPage = 1000;

    private static readonly string[] Types = [.. ResourceCatalog.All.Select(e => e.Descriptor.Name)];

    private static readonly Column[] Columns =
    [
        new("certainty", ColumnKind.Text, "r.certainty"),
        new("country", ColumnKind.Texts, "array(select c.country from record_country c where c.name = r.name and c.version = r.version)"),
        new("kind", ColumnKind.Text, "r.kind"),
        new("program", ColumnKind.Text, "r.program"),
        new("publication", ColumnKind.Texts, "r.publications"),
        new("resource_type", ColumnKind.Text, "r.type"),
        new("state", ColumnKind.Text, "r.state"),
        new("year", ColumnKind.Text, "r.year"),
    ];

    private static readonly OrderField[] Order =
        [new(new Column("rank", ColumnKind.Number, ""), false), new(new Column("name", ColumnKind.Text, ""), false)];

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER, INVALID_PAGE_TOKEN.</exception>
    public Task<SearchRecordsResponse> FindAsync(SearchRecordsRequest request, Caller caller, CancellationToken cancellation)
    {
        if (request.PageSize < 0)
        {
            throw Errors.InvalidField("page_size", "PAGE_SIZE", "page_size must not be negative.");
        }

        var scope = RecordScope.Read(request.Times, caller);
        var words = NameKey.Of(request.Query).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var query = $"{request.Query}\n{request.Filter}\n{request.Times}";
        var after = PageToken.Read(request.PageToken, query, Order);
        var size = request.PageSize == 0 ? DefaultPage : Math.Min(request.PageSize, MaxPage);
        return mart.ReadAsync(async connection =>
        {
            var sql = await scope.BeginAsync(connection, Types, cancellation);
            // Titles come first among a record's texts, so an early hit is a better one.
            sql.Add(", hits as (select r.*, strpos(r.search, ").Add(words.FirstOrDefault() ?? "", NpgsqlDbType.Text).Add(")::bigint as rank from v r where not r.private");
            foreach (var word in words)
            {
                sql.Add(" and strpos(r.search, ").Add(word, NpgsqlDbType.Text).Add(") > 0");
            }

            if (ReportFilter.Parse(request.Filter) is { } filter)
            {
                sql.Add(" and (");
                new FilterSql(Columns, request.Filter, sql).Write(filter);
                sql.Add(")");
            }

            sql.Add(") select r.name, r.type, r.title, r.edtf, r.rank, m.body, (select count(*) from hits where not visible) from hits r join mart.record m on m.name = r.name and m.version = r.version where r.visible");
            if (after is not null)
            {
                sql.Add(" and (r.rank, r.name) > (").Add(after[0], NpgsqlDbType.Bigint).Add(", ").Add(after[1], NpgsqlDbType.Text).Add(")");
            }

            sql.Add(" order by r.rank, r.name limit ").Add(size + 1, NpgsqlDbType.Integer);
            var response = new SearchRecordsResponse();
            await using var command = sql.Command(connection);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var token = "";
            while (await reader.ReadAsync(cancellation))
            {
                if (response.Hits.Count == size)
                {
                    response.NextPageToken = token;
                    break;
                }

                var hit = new SearchHit { Name = reader.GetString(0), ResourceType = reader.GetString(1), Title = reader.GetString(2) };
                if (!reader.IsDBNull(3))
                {
                    hit.Date = new DateValue { Edtf = reader.GetString(3) };
                    Values.DateRules.Normalize(hit.Date);
                }

                hit.FieldPath = FoundIn(reader.GetString(1), reader.GetFieldValue<byte[]>(5), words);
                response.LeftOut = reader.GetInt64(6);
                response.Hits.Add(hit);
                token = PageToken.Write(query, [reader.GetInt64(4), hit.Name]);
            }

            return response;
        }, cancellation);
    }

    // The first text with the first word; empty when it was found in the record's name.
    private static string FoundIn(string type, byte[] body, string[] words) => words.Length == 0
        ? ""
        : MessageTexts.Of(Bodies.Parse(type, body)).FirstOrDefault(t => NameKey.Of(t.Text).Contains(words[0], StringComparison.Ordinal))?.Path ?? "";
}

using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Checks;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Summaries;
using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Quality;

/// <summary>A score for each record, from general rules alone, and what to do to raise it.</summary>
public sealed class RecordQualities(MartReader mart)
{
    private const int DefaultPage = 100;
    private const int MaxPage = 1000;
    private const int MaxPaths = 10;

    private static readonly Column[] Columns =
    [
        new("country", ColumnKind.Texts, "r.all_countries"),
        new("kind", ColumnKind.Text, "r.kind"),
        new("program", ColumnKind.Text, "r.program"),
        new("publication", ColumnKind.Texts, "r.publications"),
        new("resource_type", ColumnKind.Text, "r.type"),
        new("score", ColumnKind.Number, "r.score"),
        new("state", ColumnKind.Text, "r.state"),
        new("year", ColumnKind.Text, "r.year"),
    ];

    private static readonly OrderField[] Order = [new(new Column("score", ColumnKind.Number, ""), false), new(new Column("name", ColumnKind.Text, ""), false)];

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER, INVALID_PAGE_TOKEN.</exception>
    public Task<ListRecordQualityResponse> ListAsync(ListRecordQualityRequest request, Caller caller, CancellationToken cancellation)
    {
        SummaryCheck.Refuse([.. SummaryCheck.Page(request.PageSize)]);
        var scope = RecordScope.Read(request.Times, caller);
        var query = $"{request.Filter}\n{request.Times}";
        var after = PageToken.Read(request.PageToken, query, Order);
        var size = request.PageSize == 0 ? DefaultPage : Math.Min(request.PageSize, MaxPage);
        return mart.ReadAsync(async connection =>
        {
            var sql = await scope.BeginAsync(connection, [.. QualityRules.Types], cancellation);
            sql.Add(", found as (select r.*, ").Add(string.Join(", ", QualityRules.All.Select((q, i) => $"{q.Paths} as q{i}")))
                .Add(", array(select c.country from record_country c where c.name = r.name) as all_countries from v r where not r.private)");
            sql.Add(", scored as (select r.*, greatest(0, 100 - ").Add(string.Join(" - ", QualityRules.All.Select((q, i) => $"case when q{i} is null then 0 else {q.Weight} end")))
                .Add(") as score from found r), r as (select * from scored r where true");
            CheckPage.Filter(sql, request.Filter, Columns);
            sql.Add(") select r.name, r.type, r.title, r.score::bigint, ").Add(string.Join(", ", QualityRules.All.Select((_, i) => $"r.q{i}")))
                .Add(", (select count(*) from r x where not x.visible) from r where r.visible");
            if (after is not null)
            {
                sql.Add(" and (r.score, r.name) > (").Add(after[0], NpgsqlDbType.Bigint).Add(", ").Add(after[1], NpgsqlDbType.Text).Add(")");
            }

            sql.Add(" order by r.score, r.name limit ").Add(size + 1, NpgsqlDbType.Integer);
            var response = new ListRecordQualityResponse();
            await using var command = sql.Command(connection);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                if (response.Records.Count == size)
                {
                    response.NextPageToken = PageToken.Write(query, [(long)response.Records[^1].Score, response.Records[^1].Record]);
                    break;
                }

                var record = new RecordQuality { Record = reader.GetString(0), ResourceType = reader.GetString(1), Title = reader.GetString(2), Score = (int)reader.GetInt64(3) };
                foreach (var (i, rule) in QualityRules.All.Index().Where(q => !reader.IsDBNull(4 + q.Index)))
                {
                    record.Findings.Add(new QualityFinding { Rule = rule.Name, Weight = rule.Weight, Fix = rule.Fix, FieldPaths = { reader.GetFieldValue<string[]>(4 + i).Where(p => p.Length > 0).Take(MaxPaths) } });
                }

                response.Records.Add(record);
                response.LeftOut = reader.GetInt64(4 + QualityRules.All.Count);
            }

            return response;
        }, cancellation);
    }
}

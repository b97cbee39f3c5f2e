using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Checks;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Summaries;
using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Briefs;

/// <summary>What happened about one subject, by day: the records' own dates and their dated changes of state.</summary>
public sealed class Timelines(MartReader mart)
{
    private const int DefaultPage = 100;
    private const int MaxPage = 1000;

    private static readonly Column[] Columns =
    [
        new("kind", ColumnKind.Text, "r.kind"),
        new("resource_type", ColumnKind.Text, "r.type"),
        new("state", ColumnKind.Text, "r.state"),
        new("year", ColumnKind.Text, "r.year"),
    ];

    private static readonly OrderField[] Order =
        [new(new Column("day", ColumnKind.Number, ""), false), new(new Column("name", ColumnKind.Text, ""), false), new(new Column("item", ColumnKind.Number, ""), false)];

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, INVALID_FIELD, INVALID_FILTER, INVALID_PAGE_TOKEN.</exception>
    public Task<GetTimelineResponse> GetAsync(GetTimelineRequest request, Caller caller, CancellationToken cancellation)
    {
        SummaryCheck.Refuse([.. SummaryCheck.Page(request.PageSize)]);
        var scope = RecordScope.Read(request.Times, caller);
        var query = $"{request.Name}\n{request.Filter}\n{request.Times}";
        var after = PageToken.Read(request.PageToken, query, Order);
        var size = request.PageSize == 0 ? DefaultPage : Math.Min(request.PageSize, MaxPage);
        return mart.ReadAsync(async connection =>
        {
            var subject = await Subject.ReadAsync(connection, request.Name, scope, cancellation);
            var sql = await scope.BeginAsync(connection, [.. RecordSet.AllTypes.Where(t => t is not ("Link" or "Participant"))], cancellation);
            sql.Add(", c as (select r.* from v r where not r.private and ");
            subject.Where(sql);
            CheckPage.Filter(sql, request.Filter, Columns);
            // Days as numbers; what has none comes last.
            sql.Add("""
                ), e as (
                    select c.name, c.type, c.title, c.kind, c.certain, coalesce(c.edtf, '') as edtf, '' as entered, 0::bigint as item, coalesce(c.valid_from - date '0001-01-01', 9999999)::bigint as day
                    from c where c.visible and c.edtf is not null
                    union all
                    select c.name, c.type, c.title, c.kind, c.certain, t.effective_edtf, t.state, t.item + 1, coalesce(t.effective_from - date '0001-01-01', 9999999)::bigint
                    from c join mart.transition t on t.name = c.name and t.version = c.version where c.visible
                """);
            Then(sql, scope);
            sql.Add(") select name, type, title, kind, certain, edtf, entered, item, day, (select count(*) from c where not visible) from e");
            if (after is not null)
            {
                sql.Add(" where (day, name, item) > (").Add(after[0], NpgsqlDbType.Bigint).Add(", ").Add(after[1], NpgsqlDbType.Text).Add(", ").Add(after[2], NpgsqlDbType.Bigint).Add(")");
            }

            sql.Add(" order by day, name, item limit ").Add(size + 1, NpgsqlDbType.Integer);
            var response = new GetTimelineResponse();
            await using var command = sql.Command(connection);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var token = "";
            while (await reader.ReadAsync(cancellation))
            {
                if (response.Entries.Count == size)
                {
                    response.NextPageToken = token;
                    break;
                }

                response.Entries.Add(new TimelineEntry
                {
                    Record = reader.GetString(0),
                    ResourceType = reader.GetString(1),
                    Title = reader.GetString(2),
                    Kind = reader.GetString(3),
                    Answer = reader.GetBoolean(4) ? DateAnswer.Certainly : DateAnswer.Possibly,
                    Date = reader.GetString(5),
                    EnteredState = reader.GetString(6),
                });
                response.LeftOut = reader.GetInt64(9);
                token = PageToken.Write(query, [reader.GetInt64(8), reader.GetString(0), reader.GetInt64(7)]);
            }

            return response;
        }, cancellation);
    }

    // A change nobody could know of yet, or that had not taken effect, had not happened.
    private static void Then(SqlText sql, RecordScope scope)
    {
        if (scope.KnownOn is { } known)
        {
            sql.Add(" and coalesce(t.known_from <= ").Add(known, NpgsqlDbType.Date).Add(", true)");
        }

        if (scope.ValidOn is { } valid)
        {
            sql.Add(" and coalesce(t.effective_from <= ").Add(valid, NpgsqlDbType.Date).Add(", true)");
        }
    }
}

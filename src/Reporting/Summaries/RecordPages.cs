using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Checks;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>The records behind one value of a summary, by the same rows the value was made of.</summary>
public sealed class RecordPages(MartReader mart, IConfiguration configuration, TimeProvider time)
{
    private const int DefaultPage = 100;
    private const int MaxPage = 1000;

    private static readonly OrderField[] Order = [new(new Column("name", ColumnKind.Text, ""), false)];

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER, INVALID_PAGE_TOKEN.</exception>
    public Task<ListReportRecordsResponse> ListAsync(ListReportRecordsRequest request, Caller caller, CancellationToken cancellation)
    {
        SummaryCheck.Refuse([.. SummaryCheck.Page(request.PageSize), .. SummaryCheck.Names([request.Measure], [.. request.Dimensions.Select(d => d.Dimension)])]);
        var query = Query(request);
        var after = PageToken.Read(request.PageToken, query, Order);
        var size = request.PageSize == 0 ? DefaultPage : Math.Min(request.PageSize, MaxPage);
        var summary = Summary(request, caller);
        return mart.ReadAsync(async connection =>
        {
            var asked = Measures.Find(request.Measure)!;
            var measure = summary.Chosen(asked);
            var sql = await summary.RowsAsync(connection, measure, cancellation);
            var money = measure.Form == MeasureForm.Money;
            // First the records of the page, then all their rows.
            sql.Add(", page as (select distinct name from rows where true");
            foreach (var (i, dimension) in request.Dimensions.Index())
            {
                sql.Add($" and d{i} = ").Add(dimension.Key, NpgsqlDbType.Text);
            }

            if (after is not null)
            {
                sql.Add(" and name > ").Add(after[0], NpgsqlDbType.Text);
            }

            sql.Add(" order by name limit ").Add(size + 1, NpgsqlDbType.Integer);
            sql.Add($") {Select(money)} join page using (name) where true");
            foreach (var (i, dimension) in request.Dimensions.Index())
            {
                sql.Add($" and d{i} = ").Add(dimension.Key, NpgsqlDbType.Text);
            }

            var response = new ListReportRecordsResponse();
            await using (var command = sql.Add(" order by r.name").Command(connection))
            await using (var reader = await command.ExecuteReaderAsync(cancellation))
            {
                while (await reader.ReadAsync(cancellation))
                {
                    if (response.Records.Count == 0 || response.Records[^1].Name != reader.GetString(0))
                    {
                        response.Records.Add(Record(reader));
                    }

                    Add(response.Records[^1], measure, reader);
                }
            }

            if (response.Records.Count > size)
            {
                response.Records.RemoveAt(size);
                response.NextPageToken = PageToken.Write(query, [response.Records[^1].Name]);
            }

            response.LeftOut = await summary.LeftOutAsync(connection, [measure], cancellation);
            return response;
        }, cancellation);
    }

    /// <summary>All records in order of name, one at a time as they are read, each with how many the caller may not see.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER.</exception>
    public Task EachAsync(ListReportRecordsRequest request, Caller caller, Func<ReportRecord, long, Task> each, CancellationToken cancellation)
    {
        SummaryCheck.Refuse([.. SummaryCheck.Names([request.Measure], [.. request.Dimensions.Select(d => d.Dimension)])]);
        var summary = Summary(request, caller);
        return mart.ReadAsync(async connection =>
        {
            var measure = summary.Chosen(Measures.Find(request.Measure)!);
            var leftOut = await summary.LeftOutAsync(connection, [measure], cancellation);
            var sql = await summary.RowsAsync(connection, measure, cancellation);
            sql.Add($"{Select(measure.Form == MeasureForm.Money)} where true");
            foreach (var (i, dimension) in request.Dimensions.Index())
            {
                sql.Add($" and d{i} = ").Add(dimension.Key, NpgsqlDbType.Text);
            }

            await using var command = sql.Add(" order by r.name").Command(connection);
            command.CommandTimeout = 0;
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            ReportRecord? record = null;
            while (await reader.ReadAsync(cancellation))
            {
                if (record is not null && record.Name != reader.GetString(0))
                {
                    await each(record, leftOut);
                    record = null;
                }

                Add(record ??= Record(reader), measure, reader);
            }

            if (record is not null)
            {
                await each(record, leftOut);
            }

            return true;
        }, cancellation);
    }

    private static string Select(bool money) =>
        $"select r.name, r.type, r.title, r.kind, r.state, coalesce(r.edtf, ''), r.certain, r.q, r.value::numeric, r.lower::numeric, r.upper::numeric{(money ? ", r.currency, r.money_kind" : "")} from rows r";

    private SummaryQuery Summary(ListReportRecordsRequest request, Caller caller)
    {
        var setting = new SummarySetting(configuration["Home:Country"] ?? "countries/KR", DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), request.Naming);
        return new SummaryQuery(RecordScope.Read(request.Times, caller), [.. request.Dimensions.Select(d => SummaryCheck.Dimension(d.Dimension))], request.Filter, setting);
    }

    private static ReportRecord Record(NpgsqlDataReader reader) => new()
    {
        Name = reader.GetString(0),
        ResourceType = reader.GetString(1),
        Title = reader.GetString(2),
        Kind = reader.GetString(3),
        State = reader.GetString(4),
        Date = reader.GetString(5),
        Certain = reader.GetBoolean(6),
    };

    private static void Add(ReportRecord record, Measure measure, NpgsqlDataReader reader)
    {
        if (measure.Number is null)
        {
            record.Sum ??= CountRules.ToSum(new TermSums(1, 1, 1, 1).ToTally("EXACT"));
            return;
        }

        var term = new TermSums(1, Number(reader, 8), Number(reader, 9), Number(reader, 10)).ToTally(reader.GetString(7));
        if (measure.Form == MeasureForm.Money)
        {
            record.Money.Add(MoneyRules.ToSum(term, reader.GetString(11), CheckPage.Enum<MoneyKind>(reader.GetString(12))));
        }
        else
        {
            record.Sum = record.Sum is null ? CountRules.ToSum(term) : CountRules.Sum([Count(record.Sum), Count(CountRules.ToSum(term))]);
        }
    }

    private static Count Count(CountSum sum)
    {
        var count = new Count { Value = sum.Value, Qualifier = sum.UnknownTerms > 0 ? Qualifier.Unknown : sum.Qualifier, Lower = sum.Lower };
        if (sum.HasUpper)
        {
            count.Upper = sum.Upper;
        }

        return count;
    }

    private static decimal Number(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? 0 : reader.GetDecimal(column);

    private static string Query(ListReportRecordsRequest request)
    {
        var query = request.Clone();
        query.PageToken = "";
        query.PageSize = 0;
        return query.ToByteString().ToBase64();
    }
}

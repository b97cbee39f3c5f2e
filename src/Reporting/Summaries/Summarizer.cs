using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>Sums declared measures by declared dimensions.</summary>
public sealed class Summarizer(MartReader mart, SummaryCache cache, IConfiguration configuration, TimeProvider time)
{
    private const int DefaultPage = 1000;
    private const int MaxPage = 10000;

    private readonly string home = configuration["Home:Country"] ?? "countries/KR";

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>What can be asked for.</summary>
    public static ReportCatalog Catalog()
    {
        var names = Dimensions.All.Select(d => d.Name).ToList();
        var catalog = new ReportCatalog();
        catalog.Measures.Add(Measures.All.Select(m => new ReportTerm { Name = m.Name, Description = m.Description, Dimensions = { names.Union(m.Keys.Keys, StringComparer.Ordinal) } }));
        catalog.Dimensions.Add(Dimensions.All.Select(d => new ReportTerm { Name = d.Name, Description = d.Description }));
        return catalog;
    }

    /// <summary>Answers a request. Undeclared names are refused together, with what is declared.</summary>
    public Task<SummarizeResponse> SummarizeAsync(SummarizeRequest request, Caller caller, CancellationToken cancellation)
    {
        SummaryCheck.Refuse([.. SummaryCheck.Names(request.Measures, request.Dimensions), .. SummaryCheck.Page(request.PageSize), .. SummaryCheck.Page(request.Top, "top"), .. SummaryCheck.Currency(request.Currency, request.Measures)]);
        var scope = RecordScope.Read(request.Times, caller);
        var dimensions = request.Dimensions.Select(SummaryCheck.Dimension).ToList();
        var query = Query(scope, request, request.Filter, dimensions);
        var other = request.Comparison is { } comparison ? Query(RecordScope.Read(comparison.Times, caller, "comparison.times."), request, comparison.Filter, dimensions) : null;
        return mart.ReadAsync(async connection =>
        {
            var positions = await MartReader.PositionsAsync(connection, cancellation);
            var key = SummaryCache.Key([request, new StringValue { Value = $"{Audience(caller)}\n{Today}" }, .. positions]);
            if (await cache.GetAsync(key) is { } kept)
            {
                return SummarizeResponse.Parser.ParseFrom(kept);
            }

            var response = await ComputeAsync(connection, request, query, other, dimensions, caller, cancellation);
            response.Positions.Add(positions);
            await cache.PutAsync(key, response.ToByteArray());
            return response;
        }, cancellation);
    }

    private static async Task<SummarizeResponse> ComputeAsync(
        NpgsqlConnection connection, SummarizeRequest request, SummaryQuery query, SummaryQuery? other, List<Dimension> dimensions, Caller caller, CancellationToken cancellation)
    {
        var measures = request.Measures.Select(m => Measures.Find(m)!).ToList();
        var rows = await RowsAsync(connection, query, measures, dimensions, cancellation);
        if (other is not null)
        {
            SummaryComparison.Merge(rows, await RowsAsync(connection, other, measures, dimensions, cancellation), () => [.. measures.Select(m => new SummaryGroup(m).ToValue())]);
        }

        var response = new SummarizeResponse { LeftOut = await query.LeftOutAsync(connection, measures, cancellation), TotalRows = rows.Count };
        response.Warnings.Add(Warnings(dimensions, measures));
        SummaryOrder.Sort(rows, request.OrderBy, request.Dimensions, request.Measures);
        var kept = request.Top > 0 ? SummaryOrder.Top(rows, request.Top) : rows;
        var from = Offset(request);
        var page = kept.Skip(from).Take(request.PageSize == 0 ? DefaultPage : Math.Min(request.PageSize, MaxPage)).ToList();
        response.NextPageToken = from + page.Count < kept.Count ? PageToken.Write(Query(request), [(long)(from + page.Count)]) : "";
        await RivalsOf.AddAsync(connection, [.. page.SelectMany(r => r.Values)], cancellation);
        await MoneyConversion.NameRatesAsync(connection, query.Scope, [.. page.SelectMany(r => r.Values)], cancellation);
        var language = request.LanguageCode.Length > 0 ? request.LanguageCode : "en";
        var labels = new List<Dictionary<string, string>>();
        foreach (var (i, dimension) in dimensions.Index())
        {
            labels.Add(await Labels.ReadAsync(connection, dimension, [.. page.Select(r => r.Keys[i])], language, caller, cancellation));
        }

        foreach (var (keys, values) in page)
        {
            var row = new ReportRow { Values = { values } };
            row.Dimensions.Add(dimensions.Select((d, i) => new DimensionValue
            {
                Dimension = d.Name,
                Key = keys[i],
                Label = labels[i].GetValueOrDefault(keys[i]) ?? Labels.Of(keys[i]),
                Undated = keys[i].StartsWith("undated", StringComparison.Ordinal),
            }));
            response.Rows.Add(row);
        }

        return response;
    }

    private static async Task<List<(string[] Keys, List<MeasureValue> Values)>> RowsAsync(
        NpgsqlConnection connection, SummaryQuery query, List<Measure> measures, List<Dimension> dimensions, CancellationToken cancellation)
    {
        var table = new SummaryTable();
        foreach (var measure in measures)
        {
            await query.AddAsync(connection, measure, table, cancellation);
        }

        return table.Rows(measures, dimensions.Count > 0);
    }

    private static IEnumerable<Warning> Warnings(List<Dimension> dimensions, List<Measure> measures)
    {
        foreach (var dimension in dimensions.Where(d => d.Several))
        {
            yield return new Warning
            {
                Rule = "ROWS_OVERLAP",
                FieldPath = "dimensions",
                Message = $"A record with several values of '{dimension.Name}' is in several rows: rows do not add up to the whole.",
            };
        }

        if (measures.Any(m => m.Form == MeasureForm.Money) && dimensions.All(d => d.Name != "type"))
        {
            yield return new Warning { Rule = "SUMS_MAY_NEST", FieldPath = "measures", Message = "Money of one record may be part of another's, such as a project's of its round's: group by 'type' to tell them apart." };
        }
    }

    private SummaryQuery Query(RecordScope scope, SummarizeRequest request, string filter, List<Dimension> dimensions) =>
        new(scope, dimensions, filter, new SummarySetting(home, Today, request.Naming, !request.OmitRecordNames, request.Currency));

    private static int Offset(SummarizeRequest request) =>
        PageToken.Read(request.PageToken, Query(request), [new OrderField(new Column("row", ColumnKind.Number, ""), false)]) is [long from] ? (int)from : 0;

    private static string Query(SummarizeRequest request)
    {
        var query = request.Clone();
        query.PageToken = "";
        query.PageSize = 0;
        return query.ToByteString().ToBase64();
    }

    private string Audience(Caller caller) => Visible.Audience(caller, Today);
}

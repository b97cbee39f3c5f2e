using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using FieldViolation = EGovPlatform.Values.FieldViolation;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>Sums declared measures by declared dimensions.</summary>
public sealed class Summarizer(MartReader mart, SummaryCache cache, IConfiguration configuration, TimeProvider time)
{
    private const int DefaultPage = 1000;
    private const int MaxPage = 10000;

    private readonly string home = configuration["Home:Country"] ?? "countries/KR";

    /// <summary>What can be asked for.</summary>
    public static ReportCatalog Catalog()
    {
        var names = Dimensions.All.Select(d => d.Name).ToList();
        var catalog = new ReportCatalog();
        catalog.Measures.Add(Measures.All.Select(m => new ReportTerm { Name = m.Name, Description = m.Description, Dimensions = { names } }));
        catalog.Dimensions.Add(Dimensions.All.Select(d => new ReportTerm { Name = d.Name, Description = d.Description }));
        return catalog;
    }

    /// <summary>Answers a request. Undeclared names are refused together, with what is declared.</summary>
    public Task<SummarizeResponse> SummarizeAsync(SummarizeRequest request, Caller caller, CancellationToken cancellation)
    {
        Check(request);
        var scope = RecordScope.Read(request.Times, caller);
        var dimensions = request.Dimensions.Select(d => Dimensions.Find(d)!).ToList();
        var query = new SummaryQuery(scope, dimensions, request.Filter, home);
        return mart.ReadAsync(async connection =>
        {
            var positions = await MartReader.PositionsAsync(connection, cancellation);
            var key = SummaryCache.Key([request, new StringValue { Value = Audience(caller) }, .. positions]);
            if (await cache.GetAsync(key) is { } kept)
            {
                return SummarizeResponse.Parser.ParseFrom(kept);
            }

            var response = await ComputeAsync(connection, request, query, dimensions, caller, cancellation);
            response.Positions.Add(positions);
            await cache.PutAsync(key, response.ToByteArray());
            return response;
        }, cancellation);
    }

    private static async Task<SummarizeResponse> ComputeAsync(
        NpgsqlConnection connection, SummarizeRequest request, SummaryQuery query, List<Dimension> dimensions, Caller caller, CancellationToken cancellation)
    {
        var table = new SummaryTable();
        foreach (var measure in request.Measures.Select(m => Measures.Find(m)!))
        {
            await query.AddAsync(connection, measure, table, cancellation);
        }

        var response = new SummarizeResponse { LeftOut = await query.LeftOutAsync(connection, request.Measures.Select(m => Measures.Find(m)!), cancellation) };
        foreach (var dimension in dimensions.Where(d => d.Several))
        {
            response.Warnings.Add(new Warning
            {
                Rule = "ROWS_OVERLAP",
                FieldPath = "dimensions",
                Message = $"A record with several values of '{dimension.Name}' is in several rows: rows do not add up to the whole.",
            });
        }

        var rows = SummaryOrder.Sort(table.Rows(request.Measures, dimensions.Count > 0), request.OrderBy, request.Dimensions, request.Measures);
        var from = Offset(request);
        var size = request.PageSize == 0 ? DefaultPage : Math.Min(request.PageSize, MaxPage);
        var page = rows.Skip(from).Take(size).ToList();
        response.NextPageToken = from + page.Count < rows.Count ? PageToken.Write(Query(request), [(long)(from + page.Count)]) : "";
        var language = request.LanguageCode.Length > 0 ? request.LanguageCode : "en";
        var labels = await Labels.ReadAsync(connection, dimensions.Index().Where(d => d.Item.Named).SelectMany(d => page.Select(r => r.Keys[d.Index])), language, caller, cancellation);
        foreach (var (keys, values) in page)
        {
            var row = new ReportRow { Values = { values } };
            row.Dimensions.Add(dimensions.Select((d, i) => new DimensionValue
            {
                Dimension = d.Name,
                Key = keys[i],
                Label = labels.GetValueOrDefault(keys[i]) ?? Labels.Of(keys[i]),
                Undated = keys[i].StartsWith("undated", StringComparison.Ordinal),
            }));
            response.Rows.Add(row);
        }

        return response;
    }

    private static void Check(SummarizeRequest request)
    {
        var violations = new List<FieldViolation>();
        if (request.Measures.Count == 0)
        {
            violations.Add(new FieldViolation("measures", "REQUIRED", $"At least one of: {string.Join(", ", Measures.All.Select(m => m.Name))}."));
        }

        violations.AddRange(request.Measures.Where(m => Measures.Find(m) is null)
            .Select(m => new FieldViolation("measures", "UNDECLARED", $"'{m}' is not a measure; these are: {string.Join(", ", Measures.All.Select(d => d.Name))}.")));
        violations.AddRange(request.Dimensions.Where(d => Dimensions.Find(d) is null)
            .Select(d => new FieldViolation("dimensions", "UNDECLARED", $"'{d}' is not a dimension; these are: {string.Join(", ", Dimensions.All.Select(x => x.Name))}.")));
        if (request.Measures.Distinct(StringComparer.Ordinal).Count() + request.Dimensions.Distinct(StringComparer.Ordinal).Count() < request.Measures.Count + request.Dimensions.Count)
        {
            violations.Add(new FieldViolation("measures", "REPEATED", "Each measure and each dimension is asked for once."));
        }

        if (request.PageSize < 0)
        {
            violations.Add(new FieldViolation("page_size", "PAGE_SIZE", "page_size must not be negative."));
        }

        if (violations.Count > 0)
        {
            throw Errors.InvalidFields(violations);
        }
    }

    private static int Offset(SummarizeRequest request) =>
        PageToken.Read(request.PageToken, Query(request), [new OrderField(new Column("row", ColumnKind.Number, ""), false)]) is [long from] ? (int)from : 0;

    private static string Query(SummarizeRequest request)
    {
        var query = request.Clone();
        query.PageToken = "";
        query.PageSize = 0;
        return query.ToByteString().ToBase64();
    }

    private string Audience(Caller caller) => Visible.Audience(caller, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
}

using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Checks;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.ReportingService.Summaries;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Search;

/// <summary>
/// Finds records of all services by words, without regard to case or accents, in any script. A name of a country, body or
/// person also finds the records that name it in another language. What no record has exactly is looked for with typing mistakes.
/// </summary>
public sealed class RecordSearch(MartReader mart)
{
    private const int DefaultPage = 50;
    private const int MaxPage = 1000;

    // Ranks: where in the texts the first word stands, then records that only name what was meant, then near spellings.
    private const long Meant = 1_000_000;
    private const long Near = 2_000_000;

    // Two letters in the wrong order in a word of seven are near enough; half of a word is not.
    private const string NearEnough = "0.35";

    private static readonly string[] Types = [.. ResourceCatalog.All.Select(e => e.Descriptor.Name)];

    private static readonly Column[] Columns =
    [
        new("certainty", ColumnKind.Text, "r.certainty"),
        CheckPage.Country,
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
        SummaryCheck.Refuse([.. SummaryCheck.Page(request.PageSize)]);
        var scope = RecordScope.Read(request.Times, caller);
        var words = NameKey.Of(request.Query).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var query = $"{request.Query}\n{request.Filter}\n{request.Times}";
        var after = PageToken.Read(request.PageToken, query, Order);
        return mart.ReadAsync(async connection =>
        {
            var meant = await MeantNames.FindAsync(connection, string.Join(' ', words), cancellation);
            // A page of near spellings goes on among them.
            var response = after is null or [< Near, ..] ? await PageAsync(near: false) : null;
            return response is { Hits.Count: > 0 } or { LeftOut: > 0 } || words.Length == 0 || (response is not null && after is not null) ? response! : await PageAsync(near: true);

            async Task<SearchRecordsResponse> PageAsync(bool near)
            {
                if (near)
                {
                    await using var command = new NpgsqlCommand($"select set_config('pg_trgm.word_similarity_threshold', '{NearEnough}', true)", connection);
                    await command.ExecuteScalarAsync(cancellation);
                }

                var sql = await scope.BeginAsync(connection, Types, cancellation);
                Hits(sql, words, meant, near);
                CheckPage.Filter(sql, request.Filter, Columns);
                return await ReadAsync(connection, sql, query, after, words, request.PageSize == 0 ? DefaultPage : Math.Min(request.PageSize, MaxPage), cancellation);
            }
        }, cancellation);
    }

    // Keys of words hold letters and digits only, so they stand for themselves in a pattern.
    private static void Hits(SqlText sql, string[] words, string[] meant, bool near)
    {
        sql.Add(", hits as (select r.*, (");
        if (near)
        {
            sql.Add($"{Near} + 1000 - (1000 * (");
            foreach (var (i, word) in words.Index())
            {
                sql.Add(i == 0 ? "least(" : ", ").Add("word_similarity(").Add(word, NpgsqlDbType.Text).Add(", r.search)");
            }

            sql.Add(")))::int)::bigint as rank from v r where not r.private");
            foreach (var word in words)
            {
                sql.Add(" and ").Add(word, NpgsqlDbType.Text).Add(" <% r.search");
            }

            return;
        }

        // Titles come first among a record's texts, so an early hit is a better one.
        sql.Add("case when true");
        All(sql, words);
        sql.Add(" then strpos(r.search, ").Add(words.FirstOrDefault() ?? "", NpgsqlDbType.Text).Add($") else {Meant} end)::bigint as rank from v r where not r.private and ((true");
        All(sql, words);
        sql.Add(")");
        if (meant.Length > 0)
        {
            sql.Add(" or r.countries && ").Add(meant, NpgsqlDbType.Array | NpgsqlDbType.Text).Add(" or r.parties && ").Add(meant, NpgsqlDbType.Array | NpgsqlDbType.Text)
                .Add(" or r.name in (select f.name from mart.reference f where f.to_name = any (").Add(meant, NpgsqlDbType.Array | NpgsqlDbType.Text).Add(") and f.version = r.version)");
        }

        sql.Add(")");
    }

    private static void All(SqlText sql, string[] words)
    {
        foreach (var word in words)
        {
            sql.Add(" and r.search like ").Add($"%{word}%", NpgsqlDbType.Text);
        }
    }

    private static async Task<SearchRecordsResponse> ReadAsync(
        NpgsqlConnection connection, SqlText sql, string query, IReadOnlyList<object>? after, string[] words, int size, CancellationToken cancellation)
    {
        sql.Add(") select r.name, r.type, r.title, r.edtf, r.rank, m.body, (select count(*) from hits where not visible) from hits r join mart.record m on m.name = r.name and m.version = r.version where r.visible");
        if (after is not null)
        {
            sql.Add(" and (r.rank, r.name) > (").Add(after[0], NpgsqlDbType.Bigint).Add(", ").Add(after[1], NpgsqlDbType.Text).Add(")");
        }

        await using var command = sql.Add(" order by r.rank, r.name limit ").Add(size + 1, NpgsqlDbType.Integer).Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var response = new SearchRecordsResponse();
        var token = "";
        while (await reader.ReadAsync(cancellation))
        {
            if (response.Hits.Count == size)
            {
                response.NextPageToken = token;
                break;
            }

            var hit = new SearchHit { Name = reader.GetString(0), ResourceType = reader.GetString(1), Title = reader.GetString(2), Near = reader.GetInt64(4) >= Near };
            if (!reader.IsDBNull(3))
            {
                hit.Date = new DateValue { Edtf = reader.GetString(3) };
                DateRules.Normalize(hit.Date);
            }

            hit.FieldPath = FoundIn(reader.GetString(1), reader.GetFieldValue<byte[]>(5), words);
            response.LeftOut = reader.GetInt64(6);
            response.Hits.Add(hit);
            token = PageToken.Write(query, [reader.GetInt64(4), hit.Name]);
        }

        return response;
    }

    // The first text with the first word; empty when it was found in the record's name, or otherwise.
    private static string FoundIn(string type, byte[] body, string[] words) => words.Length == 0
        ? ""
        : MessageTexts.Of(Bodies.Parse(type, body)).FirstOrDefault(t => NameKey.Of(t.Text).Contains(words[0], StringComparison.Ordinal))?.Path ?? "";
}

using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Grpc.Core;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.Resources;

public sealed partial class Resource<T>
{
    private const double AlikeEnough = 0.6;
    private const int RowsPerPage = 500;

    private static readonly OrderField[] DuplicateOrder = [new(StandardColumns.Stored[0], false)];

    /// <summary>
    /// Pairs whose names are alike, by trigrams. A page looks at a bounded number of records, so it may hold fewer pairs
    /// than asked, or none, and still have a next one.
    /// </summary>
    public async Task<ListDuplicatesResponse> ListDuplicatesAsync(ListDuplicatesRequest request, ServerCallContext call)
    {
        if (request.Name.Length > 0)
        {
            CheckName(request.Name);
        }

        if (request.PageSize < 0)
        {
            throw Errors.InvalidField("page_size", "PAGE_SIZE", "page_size must not be negative.");
        }

        var query = $"duplicates\n{type.Table}\n{request.Name}";
        var after = PageToken.Read(request.PageToken, query, DuplicateOrder);
        var size = request.PageSize == 0 ? 50 : Math.Min(request.PageSize, 1000);
        await using var connection = await services.Database.OpenConnectionAsync(call.CancellationToken);
        await using var command = new NpgsqlCommand($"""
            with a as materialized (
                select name, name_keys from "{type.Table}"
                where delete_time is null and name > $1 and ($2 = '' or name = $2) order by name limit {RowsPerPage})
            select a.name, p.other, p.alike, (select max(name) from a), (select count(*) from a)
            from a left join lateral (
                select b.name as other, max(similarity(k.key, o.key)) as alike
                from unnest(a.name_keys) as k (key)
                join "{type.Table}" b on k.key <% b.search
                cross join unnest(b.name_keys) as o (key)
                where b.delete_time is null and b.name <> a.name and ($2 <> '' or b.name > a.name)
                group by b.name having max(similarity(k.key, o.key)) >= {AlikeEnough.ToString(System.Globalization.CultureInfo.InvariantCulture)}
                order by 2 desc, 1 limit 20) p on true
            order by a.name, p.alike desc, p.other
            """, connection)
        {
            Parameters = { new() { Value = after?[0] ?? "", NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = request.Name } },
        };
        var response = new ListDuplicatesResponse();
        var pairs = new List<(string Name, string Other, double Alike)>();
        var (last, rows) = ("", 0L);
        await using (var reader = await command.ExecuteReaderAsync(call.CancellationToken))
        {
            while (await reader.ReadAsync(call.CancellationToken))
            {
                (last, rows) = (reader.GetString(3), reader.GetInt64(4));
                if (!reader.IsDBNull(1))
                {
                    pairs.Add((reader.GetString(0), reader.GetString(1), reader.GetFloat(2)));
                }
            }
        }

        // Whole records only, so that the next page begins after the last one shown.
        var shown = pairs.TakeWhile((p, i) => i < size || p.Name == pairs[i - 1].Name).ToList();
        var full = shown.Count < pairs.Count;
        response.NextPageToken = full ? PageToken.Write(query, [shown[^1].Name]) : rows == RowsPerPage ? PageToken.Write(query, [last]) : "";
        await DescribeAsync(connection, shown, response, call);
        return response;
    }

    private async Task DescribeAsync(NpgsqlConnection connection, List<(string Name, string Other, double Alike)> pairs, ListDuplicatesResponse response, ServerCallContext call)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        await ReadManyAsync(connection, [.. pairs.SelectMany(p => new[] { p.Name, p.Other }).Distinct(StringComparer.Ordinal)], found, call.CancellationToken);
        var caller = call.Caller();
        foreach (var (name, other, alike) in pairs.OrderByDescending(p => p.Alike))
        {
            var (first, second) = string.CompareOrdinal(name, other) < 0 ? (name, other) : (other, name);
            if (!Visible.To(caller, type.Shape.Record(found[first]), Today) || !Visible.To(caller, type.Shape.Record(found[second]), Today))
            {
                continue;
            }

            var texts = type.NamesOf(found[first]).SelectMany(f => type.NamesOf(found[second]).Select(s => (First: f.Text, Second: s.Text)))
                .MaxBy(t => Trigrams.Similarity(NameKey.Of(t.First), NameKey.Of(t.Second)));
            response.Duplicates.Add(new Duplicate { First = first, Second = second, Similarity = Math.Round(alike, 3), FirstText = texts.First ?? "", SecondText = texts.Second ?? "" });
        }
    }
}

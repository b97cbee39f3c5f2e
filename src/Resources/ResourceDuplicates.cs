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

        var size = Pages.Size(request.PageSize);
        var query = $"duplicates\n{type.Table}\n{request.Name}";
        var after = PageToken.Read(request.PageToken, query, DuplicateOrder);
        await using var connection = await services.Database.OpenConnectionAsync(call.CancellationToken);
        await using var command = new NpgsqlCommand($"""
            with a as materialized (
                select name, name_keys from "{type.Table}"
                where delete_time is null and name > $1 and ($2 = '' or name = $2) order by name limit {RowsPerPage})
            select a.name, p.other, p.alike, p.key, p.other_key, (select max(name) from a), (select count(*) from a)
            from a left join lateral (
                select * from (
                    select distinct on (b.name) b.name as other, similarity(k.key, o.key) as alike, k.key, o.key as other_key
                    from unnest(a.name_keys) as k (key)
                    join "{type.Table}" b on k.key <% lower(b.search)
                    cross join unnest(b.name_keys) as o (key)
                    where b.delete_time is null and b.name <> a.name and ($2 <> '' or b.name > a.name)
                    order by b.name, alike desc, k.key, o.key) best
                where alike >= {AlikeEnough.ToString(System.Globalization.CultureInfo.InvariantCulture)}
                order by alike desc, other limit 20) p on true
            order by a.name, p.alike desc, p.other
            """, connection)
        {
            Parameters = { new() { Value = after?[0] ?? "", NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = request.Name } },
        };
        var response = new ListDuplicatesResponse();
        var pairs = new List<Pair>();
        var (last, rows) = ("", 0L);
        await using (var reader = await command.ExecuteReaderAsync(call.CancellationToken))
        {
            while (await reader.ReadAsync(call.CancellationToken))
            {
                (last, rows) = (reader.GetString(5), reader.GetInt64(6));
                if (!reader.IsDBNull(1))
                {
                    pairs.Add(new Pair(reader.GetString(0), reader.GetString(1), reader.GetFloat(2), reader.GetString(3), reader.GetString(4)));
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

    private async Task DescribeAsync(NpgsqlConnection connection, List<Pair> pairs, ListDuplicatesResponse response, ServerCallContext call)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        await ReadManyAsync(connection, [.. pairs.SelectMany(p => new[] { p.Name, p.Other }).Distinct(StringComparer.Ordinal)], found, call.CancellationToken);
        var caller = call.Caller();
        foreach (var pair in pairs.OrderByDescending(p => p.Alike).Select(p => string.CompareOrdinal(p.Name, p.Other) < 0 ? p : new Pair(p.Other, p.Name, p.Alike, p.OtherKey, p.Key)))
        {
            var (first, second) = (found[pair.Name], found[pair.Other]);
            if (Visible.To(caller, type.Shape.Record(first), Today) && Visible.To(caller, type.Shape.Record(second), Today))
            {
                response.Duplicates.Add(new Duplicate
                {
                    First = pair.Name,
                    Second = pair.Other,
                    Similarity = Math.Round(pair.Alike, 3),
                    FirstText = Printed(first, pair.Key),
                    SecondText = Printed(second, pair.OtherKey),
                });
            }
        }
    }

    private string Printed(T record, string key) => type.NamesOf(record).First(n => NameKey.Of(n.Text) == key).Text;

    /// <summary>Two records and the most alike of their names, in the form searches compare.</summary>
    private sealed record Pair(string Name, string Other, double Alike, string Key, string OtherKey);
}

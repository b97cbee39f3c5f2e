using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Npgsql;

namespace EGovPlatform.ReportingService.OpenData;

/// <summary>Public records as anyone may have them.</summary>
internal sealed class OpenRecords(MartReader mart, TimeProvider time)
{
    private const int Page = 500;

    // Said one by one: a new kind is not given away before somebody has thought of it. None tells of persons.
    private static readonly MessageDescriptor[] Kinds =
    [
        Agreement.Descriptor, CooperationCenter.Descriptor, Country.Descriptor, NationalPlan.Descriptor, Organization.Descriptor, Place.Descriptor,
        Delegation.Descriptor, Engagement.Descriptor, EGovPlatform.Activities.V1.Program.Descriptor, Project.Descriptor, Series.Descriptor, SystemAsset.Descriptor,
        Publication.Descriptor, Course.Descriptor,
    ];

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithTypeRegistry(TypeRegistry.FromFiles(Kinds[0].File)));

    private static readonly Dictionary<string, string> Types = Kinds.ToDictionary(k => ResourceCatalog.Of(k).Pattern.Collection, k => k.Name, StringComparer.Ordinal);

    /// <summary>Names of the files that there are.</summary>
    public static IReadOnlyCollection<string> Datasets => Types.Keys;

    /// <summary>How many public records of each kind there are.</summary>
    public Task<Dictionary<string, long>> CountAsync(CancellationToken cancellation) => mart.ReadAsync(
        async connection =>
        {
            var sql = From(new SqlText().Add("select r.type, count(*) "), Types.Values).Add(" group by r.type");
            await using var command = sql.Command(connection);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var counts = Types.ToDictionary(t => t.Key, _ => 0L, StringComparer.Ordinal);
            while (await reader.ReadAsync(cancellation))
            {
                counts[Types.First(t => t.Value == reader.GetString(0)).Key] = reader.GetInt64(1);
            }

            return counts;
        },
        cancellation);

    /// <summary>One record as JSON; null when it is not public or of no kind given away.</summary>
    public Task<string?> FindAsync(string name, CancellationToken cancellation) => mart.ReadAsync(
        async connection =>
        {
            var sql = From(new SqlText().Add("select r.name, r.type, r.body "), Types.Values).Add(" and r.name = ").Add(name, NpgsqlTypes.NpgsqlDbType.Text);
            return (await ReadAsync(connection, sql, cancellation)).Select(r => r.Json).FirstOrDefault();
        },
        cancellation);

    /// <summary>A page of records as lines, in order of their names. The last name goes in for the next; null at the end.</summary>
    public Task<(string Lines, string? Last)> PageAsync(string dataset, string after, CancellationToken cancellation) => mart.ReadAsync(
        async connection =>
        {
            var sql = From(new SqlText().Add("select r.name, r.type, r.body "), [Types[dataset]]).Add(" and r.name > ").Add(after, NpgsqlTypes.NpgsqlDbType.Text)
                .Add(string.Create(CultureInfo.InvariantCulture, $" order by r.name limit {Page}"));
            var rows = await ReadAsync(connection, sql, cancellation);
            var lines = string.Concat(rows.Where(r => r.Json is not null).Select(r => r.Json + "\n"));
            return (lines, rows.Count == Page ? rows[^1].Name : null);
        },
        cancellation);

    /// <summary>Changes when what is public may have: with each change applied, and each day, since embargoes end.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellation)
    {
        var positions = await mart.ReadAsync(connection => MartReader.PositionsAsync(connection, cancellation), cancellation);
        var text = string.Join(' ', positions.Select(p => $"{p.Service}:{p.Position}").Append(time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    private static SqlText From(SqlText select, IEnumerable<string> types)
    {
        var sql = select.Add("from mart.head h join mart.record r on r.name = h.name and r.version = h.version where r.type = any (")
            .Add(types.ToArray(), NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text)
            .Add(") and not r.deleted and not r.private and exists (select from (select r.visibility, r.shared_with, r.visible_from) v where true");
        Visible.Where(sql, Caller.Anonymous);
        return sql.Add(")");
    }

    private static async Task<List<(string Name, string? Json)>> ReadAsync(NpgsqlConnection connection, SqlText sql, CancellationToken cancellation)
    {
        await using var command = sql.Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<(string, string?)>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add((reader.GetString(0), Write(Bodies.Parse(reader.GetString(1), reader.GetFieldValue<byte[]>(2)))));
        }

        return rows;
    }

    // Whom it was merged into is said there; what the platform notes about a record is its own.
    private static string? Write(IMessage message)
    {
        var field = message.Descriptor.FindFieldByName("record");
        if (field?.Accessor.GetValue(message) is Record { } record)
        {
            if (record.MergedInto.Length > 0)
            {
                return null;
            }

            field.Accessor.SetValue(message, new Record { Sources = { record.Sources }, ExternalIdentifiers = { record.ExternalIdentifiers }, Certainty = record.Certainty });
        }

        message.Descriptor.FindFieldByName("etag")?.Accessor.Clear(message);
        return Json.Format(message);
    }
}

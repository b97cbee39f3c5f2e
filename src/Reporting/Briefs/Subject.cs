using EGovPlatform.Access;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Organizations;
using EGovPlatform.Resources;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Briefs;

/// <summary>What a brief or timeline is about: one record, and the records that stand for the same.</summary>
/// <param name="Name">The record.</param>
/// <param name="Type">Its type, such as Country.</param>
/// <param name="Message">The record as it was at the times asked for.</param>
/// <param name="Names">It and what stands for the same.</param>
/// <param name="About">For a country, the organizations and places in it; else the names of the records about it.</param>
internal sealed record Subject(string Name, string Type, IMessage Message, string[] Names, string[] About)
{
    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;

    private static readonly string[] Types = ["Country", "Organization", "Person", "Agreement", "Program"];

    /// <summary>Reads the record as it was at the times asked for. What it is does not depend on when it was published.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, NOT_FOUND; also when the caller may not see it.</exception>
    public static async Task<Subject> ReadAsync(NpgsqlConnection connection, string name, RecordScope asked, CancellationToken cancellation)
    {
        if (ResourceCatalog.Find(name)?.Descriptor.Name is not { } type || !Types.Contains(type))
        {
            throw Errors.InvalidField("name", "RESOURCE_NAME", $"'{name}' names no country, organization, person, agreement or program.");
        }

        var scope = asked with { ValidOn = null, KnownOn = null };
        var sql = await scope.BeginAsync(connection, [type], cancellation);
        sql.Add("select m.body from v r join mart.record m on m.name = r.name and m.version = r.version where r.visible and not r.private and r.name = ").Add(name, NpgsqlDbType.Text);
        await using var command = sql.Command(connection);
        var body = await command.ExecuteScalarAsync(cancellation) as byte[] ?? throw Errors.NotFound(name);
        var names = await NamesAsync(connection, name, type, scope, cancellation);
        return new Subject(name, type, Bodies.Parse(type, body), names, type == "Country" ? await InCountryAsync(connection, name, scope, cancellation) : await AboutAsync(connection, names, scope, cancellation));
    }

    /// <summary>Adds the condition for the records of `v r` that are about it, such as indexes serve.</summary>
    public void Where(SqlText sql)
    {
        if (Type == "Country")
        {
            sql.Add("(r.countries @> ").Add(new[] { Name }, Texts).Add(" or r.parties && ").Add(About, Texts).Add(")");
        }
        else
        {
            sql.Add("r.name = any (").Add(About, Texts).Add(")");
        }

        sql.Add(" and r.name <> ").Add(Name, NpgsqlDbType.Text);
    }

    private static async Task<string[]> InCountryAsync(NpgsqlConnection connection, string country, RecordScope scope, CancellationToken cancellation)
    {
        var sql = await scope.BeginAsync(connection, [], cancellation);
        sql.Add("select coalesce(array_agg(o.name), array[]::text[]) from party_country o where o.country = ").Add(country, NpgsqlDbType.Text);
        await using var command = sql.Command(connection);
        return (string[])(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<string[]> AboutAsync(NpgsqlConnection connection, string[] names, RecordScope scope, CancellationToken cancellation)
    {
        var sql = await scope.BeginAsync(connection, [], cancellation);
        sql.Add("select coalesce(array_agg(a.name), array[]::text[]) from (select f.name from mart.reference f join heads h on h.name = f.name and h.version = f.version where f.to_name = any (").Add(names, Texts)
            .Add(") union select k.from_name from mart.link k join heads h on h.name = k.name and h.version = k.version where k.to_name = any (").Add(names, Texts)
            .Add(") union select k.to_name from mart.link k join heads h on h.name = k.name and h.version = k.version where k.from_name = any (").Add(names, Texts)
            .Add(") union select r.name from mart.record r join heads h on h.name = r.name and h.version = r.version where r.program <> '' and r.program = any (").Add(names, Texts).Add(")) a");
        await using var command = sql.Command(connection);
        return (string[])(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<string[]> NamesAsync(NpgsqlConnection connection, string name, string type, RecordScope scope, CancellationToken cancellation)
    {
        var records = new RecordSet(connection, scope, "", duplicates: true, cancellation);
        if (type == "Organization")
        {
            // A unit answers for itself; the body it belongs to for all its units and for what it was called before.
            var lineages = await Lineages.ReadAsync(records);
            var present = lineages.Present(lineages.Root(name));
            return name != lineages.Root(name) ? [name]
                : [.. lineages.Organizations.Where(o => lineages.Present(lineages.Root(o)) == present).Append(name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }

        // Records name the post in which a person acted as well.
        return type != "Person" ? [name]
            : [name, .. (await records.ReadAsync(["Position"], "select s.name, s.certain, f.person from s join mart.position f on f.name = s.name and f.version = s.version")).Where(h => h.Text(2) == name).Select(h => h.Name)];
    }
}

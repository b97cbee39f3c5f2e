using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Npgsql;

namespace EGovPlatform.Resources;

/// <summary>Keeps each identifier of another system with one live record of a type.</summary>
internal static class ExternalIdentifiers
{
    // A mark in a code list of others, not an identifier: all aid shares one.
    private const string Mark = "crs-flow-type";

    /// <summary>A scheme is one word, so that `scheme:value` and `~scheme~value` can be read back; a value is present.</summary>
    public static IEnumerable<FieldViolation> Malformed(Record record)
    {
        foreach (var (i, identifier) in record.ExternalIdentifiers.Index())
        {
            var at = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"record.external_identifiers[{i}]");
            if (identifier.Scheme.Length == 0 || !identifier.Scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            {
                yield return new FieldViolation(at + ".scheme", "IDENTIFIER_SCHEME", "A scheme has letters, digits, '-', '_' and '.'.");
            }

            if (identifier.Value.Trim().Length == 0)
            {
                yield return new FieldViolation(at + ".value", "REQUIRED", "An identifier has a value.");
            }
        }
    }

    /// <summary>An identifier that another record holds.</summary>
    public sealed record Taken(string? Holder, string Field, string Value);

    /// <summary>Whether two states of a record have the same identifiers; a deleted record has none.</summary>
    public static bool Same(Record? before, Record? after) => Of(before).SetEquals(Of(after));

    /// <summary>Takes the identifiers of a record and gives back those it no longer has. Answers with one that is taken.</summary>
    public static async Task<Taken?> KeepAsync(NpgsqlConnection connection, string type, string name, Record? after, CancellationToken cancellation)
    {
        var now = Of(after);
        await using (var release = new NpgsqlCommand("delete from external_identifier where type = $1 and name = $2", connection) { Parameters = { new() { Value = type }, new() { Value = name } } })
        {
            await release.ExecuteNonQueryAsync(cancellation);
        }

        if (now.Count == 0)
        {
            return null;
        }

        // In one order for all writers, so that two that share several identifiers cannot wait for each other.
        var wanted = now.Order().ToList();
        await using var take = new NpgsqlCommand(
            "insert into external_identifier (type, scheme, value, name) select $1, s, v, $2 from unnest($3::text[], $4::text[]) with ordinality as w (s, v, n) order by n on conflict do nothing", connection)
        {
            Parameters =
            {
                new() { Value = type }, new() { Value = name },
                new() { Value = wanted.Select(w => w.Scheme).ToArray() }, new() { Value = wanted.Select(w => w.Value).ToArray() },
            },
        };
        return await take.ExecuteNonQueryAsync(cancellation) < wanted.Count ? await TakenAsync(connection, type, name, after!, cancellation) : null;
    }

    /// <summary>The record that holds an identifier; null when none does.</summary>
    public static async Task<string?> HolderAsync(NpgsqlConnection connection, string type, ExternalName name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select name from external_identifier where type = $1 and scheme = $2 and value = $3", connection)
        {
            Parameters = { new() { Value = type }, new() { Value = name.Scheme }, new() { Value = name.Value } },
        };
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    private static async Task<Taken> TakenAsync(NpgsqlConnection connection, string type, string name, Record record, CancellationToken cancellation)
    {
        foreach (var (i, identifier) in record.ExternalIdentifiers.Index())
        {
            var holder = await HolderAsync(connection, type, new ExternalName("", identifier.Scheme, identifier.Value), cancellation);
            if (holder is not null && holder != name)
            {
                return new Taken(
                    holder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"record.external_identifiers[{i}]"), $"{identifier.Scheme}:{identifier.Value}");
            }
        }

        throw Errors.Contended(name);
    }

    private static HashSet<(string Scheme, string Value)> Of(Record? record) => [.. record?.ExternalIdentifiers.Where(i => i.Scheme != Mark).Select(i => (i.Scheme, i.Value)) ?? []];
}

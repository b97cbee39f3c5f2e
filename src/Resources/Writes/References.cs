using EGovPlatform.Access;
using EGovPlatform.Values;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>Checks that named records exist: local ones in their tables, others in the index of names or with their owner.</summary>
public sealed class References(ServiceIdentity service, ResourceTypes types, IRemoteNames remote)
{
    /// <summary>The references of a record with what is known of each.</summary>
    internal sealed record Checked(IReadOnlyList<ReferenceUse> Uses, IReadOnlySet<string> Unverified);

    /// <summary>Violations of the form of references: a name no type has, or of a type the field is not for.</summary>
    internal static IEnumerable<FieldViolation> Malformed(IEnumerable<ReferenceUse> uses)
    {
        foreach (var use in uses)
        {
            if (ResourceCatalog.Find(use.Target) is not { } entry)
            {
                yield return new FieldViolation(use.Field, "RESOURCE_NAME", $"'{use.Target}' is not a resource name.");
            }
            else if (use.Type != "*" && use.Type != TypeOf(entry))
            {
                yield return new FieldViolation(use.Field, "RESOURCE_TYPE", $"'{use.Target}' is a {TypeOf(entry)}; this field names a {use.Type}.");
            }
        }
    }

    /// <summary>
    /// Checks targets that the record did not name before. Local targets are locked FOR KEY SHARE, so that none is
    /// deleted before this transaction ends. What a caller who chooses the targets may not see is missing for them.
    /// </summary>
    internal async Task<Checked> CheckAsync(NpgsqlConnection connection, string self, bool isNew, IReadOnlyList<ReferenceUse> uses, Caller? chooser, CancellationToken cancellation)
    {
        var known = isNew ? [] : await KnownAsync(connection, self, cancellation);
        var fresh = uses.Where(u => u.Target != self && !known.ContainsKey(u.Target)).Select(u => u.Target).Distinct(StringComparer.Ordinal).ToList();
        var missing = new HashSet<string>(StringComparer.Ordinal);
        var unverified = known.Where(k => !k.Value).Select(k => k.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var group in fresh.GroupBy(t => ResourceCatalog.Find(t)!.Service, StringComparer.Ordinal))
        {
            if (group.Key == service.Name)
            {
                missing.UnionWith(await MissingLocalAsync(connection, [.. group], chooser, cancellation));
                continue;
            }

            var unseen = await UnseenAsync(connection, [.. group], cancellation);
            if (unseen.Count > 0)
            {
                if (await remote.MissingAsync(group.Key, unseen, cancellation) is { } absent)
                {
                    missing.UnionWith(absent);
                }
                else
                {
                    unverified.UnionWith(unseen);
                }
            }
        }

        if (missing.Count > 0)
        {
            throw Errors.ReferencesNotFound(uses.Where(u => missing.Contains(u.Target)).Select(u => (u.Field, u.Target)));
        }

        return new Checked(uses, unverified);
    }

    private static string TypeOf(ResourceCatalog.Entry entry) => entry.Descriptor.GetOptions().GetExtension(Google.Api.ResourceExtensions.Resource).Type;

    private static async Task<Dictionary<string, bool>> KnownAsync(NpgsqlConnection connection, string self, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select to_name, bool_and(verified) from reference where from_name = $1 group by to_name", connection) { Parameters = { new() { Value = self } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            known[reader.GetString(0)] = reader.GetBoolean(1);
        }

        return known;
    }

    /// <summary>Those of this service's records that the caller may see.</summary>
    internal Task<HashSet<string>> SeenAsync(NpgsqlConnection connection, IReadOnlyCollection<string> names, Caller caller, CancellationToken cancellation) =>
        SelectAsync(connection, names, caller, "", "", cancellation);

    private async Task<HashSet<string>> SelectAsync(NpgsqlConnection connection, IReadOnlyCollection<string> names, Caller? reader, string also, string end, CancellationToken cancellation)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in names.GroupBy(n => types.Owning(n)?.Table, StringComparer.Ordinal).Where(g => g.Key is not null))
        {
            var sql = new SqlText().Add($"select name from \"{group.Key}\" where name = any(").Add(group.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text).Add(")" + also);
            if (reader is not null)
            {
                Visible.Where(sql, reader);
            }

            await using var command = sql.Add(end).Command(connection);
            await AddAsync(command, found, cancellation);
        }

        return found;
    }

    private async Task<IEnumerable<string>> MissingLocalAsync(NpgsqlConnection connection, string[] names, Caller? chooser, CancellationToken cancellation)
    {
        var found = await SelectAsync(connection, names, chooser, " and delete_time is null", " order by name for key share", cancellation);

        await AddAsync(connection, "select old_name from alias where old_name = any($1) order by old_name for key share", names, found, cancellation);
        return names.Where(n => !found.Contains(n));
    }

    private static async Task<List<string>> UnseenAsync(NpgsqlConnection connection, string[] names, CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await AddAsync(connection, "select name from name_index where name = any($1) and not deleted", names, seen, cancellation);
        return [.. names.Where(n => !seen.Contains(n))];
    }

    private static async Task AddAsync(NpgsqlConnection connection, string sql, string[] names, HashSet<string> found, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = names } } };
        await AddAsync(command, found, cancellation);
    }

    private static async Task AddAsync(NpgsqlCommand command, HashSet<string> found, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(reader.GetString(0));
        }
    }
}

using System.Text.Json;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>Rows of imports in the database, read and written in chunks.</summary>
internal sealed class RowStore(NpgsqlDataSource database)
{
    private const string Columns = "number, type, given, parent, read, body, content, target, places";

    public async Task AddAsync(string import, IReadOnlyList<StoredRow> rows, IReadOnlyList<(string Key, string Record, string Label)> names, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using (var copy = await connection.BeginBinaryImportAsync("copy import_row (import, number, type, given, parent, record, outcome, progress, read, body, content, places) from stdin (format binary)", cancellation))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellation);
                await copy.WriteAsync(import, cancellation);
                await copy.WriteAsync(row.Row.Number, cancellation);
                await copy.WriteAsync(row.Type?.FullName ?? "", cancellation);
                await copy.WriteAsync(row.Given, cancellation);
                await copy.WriteAsync(row.Parent, cancellation);
                await copy.WriteAsync(row.Row.Record, cancellation);
                await copy.WriteAsync((int)row.Row.Outcome, cancellation);
                await copy.WriteAsync((int)row.Row.Progress, cancellation);
                await copy.WriteAsync(row.Read.ToByteArray(), cancellation);
                await copy.WriteAsync(row.Row.ToByteArray(), cancellation);
                await copy.WriteAsync(row.Content?.ToByteArray() ?? [], cancellation);
                await copy.WriteAsync(WritePlaces(row.Places), cancellation);
            }

            await copy.CompleteAsync(cancellation);
        }

        await using var command = new NpgsqlCommand("insert into import_name (import, key, record, label) select $1, * from unnest($2::text[], $3::text[], $4::text[]) on conflict do nothing", connection)
        {
            Parameters = { new() { Value = import }, new() { Value = names.Select(n => n.Key).ToArray() }, new() { Value = names.Select(n => n.Record).ToArray() }, new() { Value = names.Select(n => n.Label).ToArray() } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Rows after a number, in the order of the file; only those of the outcomes and progress asked for.</summary>
    public Task<List<StoredRow>> ReadAsync(string import, long after, int limit, IEnumerable<RowOutcome> outcomes, IEnumerable<RowProgress> progress, CancellationToken cancellation) => ReadAsync(
        $"select {Columns} from import_row where import = $1 and number > $2 and (cardinality($4) = 0 or outcome = any($4)) and (cardinality($5) = 0 or progress = any($5)) order by number limit $3",
        cancellation, import, after, limit, outcomes.Select(o => (int)o).ToArray(), progress.Select(p => (int)p).ToArray());

    /// <summary>Rows that were written, the last one first.</summary>
    public Task<List<StoredRow>> WrittenAsync(string import, long before, int limit, CancellationToken cancellation) => ReadAsync(
        $"select {Columns} from import_row where import = $1 and written_order < $2 and (progress = {(int)RowProgress.Written} or progress = {(int)RowProgress.Pending}) order by written_order desc limit $3",
        cancellation, import, before, limit);

    /// <summary>Keeps where a row stands. The first write of its record gives it its place in the order.</summary>
    public async Task SaveAsync(string import, IEnumerable<StoredRow> rows, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var row in rows)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("update import_row set record = $3, outcome = $4, progress = $5, body = $6, target = $7, written_order = case when $8 then coalesce(written_order, nextval('import_order')) end where import = $1 and number = $2")
            {
                Parameters =
                {
                    new() { Value = import }, new() { Value = row.Row.Number }, new() { Value = row.Row.Record }, new() { Value = (int)row.Row.Outcome }, new() { Value = (int)row.Row.Progress },
                    new() { Value = row.Row.ToByteArray() }, new() { Value = row.Target?.ToByteArray() ?? [] }, new() { Value = row.Row.VersionAfter > 0 },
                },
            });
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Order of a row among the written ones; 0 when it was not.</summary>
    public Task<long> OrderAsync(string import, long number, CancellationToken cancellation) =>
        ScalarAsync("select coalesce(written_order, 0) from import_row where import = $1 and number = $2", cancellation, import, number);

    public async Task<ImportCounts> CountAsync(string import, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select outcome, progress, count(*) from import_row where import = $1 group by 1, 2", connection) { Parameters = { new() { Value = import } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var groups = new List<(RowOutcome Outcome, RowProgress Progress, long Count)>();
        while (await reader.ReadAsync(cancellation))
        {
            groups.Add(((RowOutcome)reader.GetInt32(0), (RowProgress)reader.GetInt32(1), reader.GetInt64(2)));
        }

        long Of(RowOutcome outcome) => groups.Where(g => g.Outcome == outcome).Sum(g => g.Count);
        long Done(RowProgress progress) => groups.Where(g => g.Progress == progress).Sum(g => g.Count);
        return new ImportCounts
        {
            Rows = groups.Sum(g => g.Count),
            Add = Of(RowOutcome.Add),
            Update = Of(RowOutcome.Update),
            Unchanged = Of(RowOutcome.Unchanged),
            Error = Of(RowOutcome.Error),
            Ask = Of(RowOutcome.Ask),
            Written = Done(RowProgress.Written),
            Failed = Done(RowProgress.Failed),
            Skipped = Done(RowProgress.Skipped),
            Undone = Done(RowProgress.Undone),
            Conflict = Done(RowProgress.Conflict),
        };
    }

    /// <summary>The first row of each record among these.</summary>
    public async Task<Dictionary<string, long>> FirstRowsAsync(string import, IReadOnlyCollection<string> records, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select record, min(number) from import_row where import = $1 and record = any($2) group by record", connection) { Parameters = { new() { Value = import }, new() { Value = records.ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var first = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            first[reader.GetString(0)] = reader.GetInt64(1);
        }

        return first;
    }

    /// <summary>Records of the file that are called so.</summary>
    public async Task<List<(string Record, string Label)>> NamedAsync(string import, string key, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select record, label from import_name where import = $1 and key = $2 order by record limit 20", connection) { Parameters = { new() { Value = import }, new() { Value = key } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var named = new List<(string, string)>();
        while (await reader.ReadAsync(cancellation))
        {
            named.Add((reader.GetString(0), reader.GetString(1)));
        }

        return named;
    }

    /// <summary>The record that a row of the file with this identifier writes to; null when there is none.</summary>
    public async Task<string?> GivenAsync(string import, string identifier, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select record from import_row where import = $1 and (given = $2 or given like '%/' || $2) order by number limit 1", connection) { Parameters = { new() { Value = import }, new() { Value = identifier } } };
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    private async Task<long> ScalarAsync(string sql, CancellationToken cancellation, params object[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        Array.ForEach(parameters, p => command.Parameters.Add(new NpgsqlParameter { Value = p }));
        return await command.ExecuteScalarAsync(cancellation) as long? ?? 0;
    }

    private async Task<List<StoredRow>> ReadAsync(string sql, CancellationToken cancellation, params object[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        Array.ForEach(parameters, p => command.Parameters.Add(new NpgsqlParameter { Value = p }));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<StoredRow>();
        while (await reader.ReadAsync(cancellation))
        {
            var type = ResourceCatalog.All.FirstOrDefault(e => e.Descriptor.FullName == reader.GetString(1))?.Descriptor;
            rows.Add(new StoredRow
            {
                Type = type,
                Given = reader.GetString(2),
                Parent = reader.GetString(3),
                Read = ImportRow.Parser.ParseFrom(reader.GetFieldValue<byte[]>(4)),
                Row = ImportRow.Parser.ParseFrom(reader.GetFieldValue<byte[]>(5)),
                Content = type?.Parser.ParseFrom(reader.GetFieldValue<byte[]>(6)),
                Target = reader.GetFieldValue<byte[]>(7) is { Length: > 0 } target ? type?.Parser.ParseFrom(target) : null,
                Places = ReadPlaces(reader.GetString(8)),
            });
        }

        return rows;
    }

    private static string WritePlaces(IReadOnlyDictionary<string, CellPlace> places) =>
        JsonSerializer.Serialize(places.ToDictionary(p => p.Key, p => new object[] { p.Value.Sheet, p.Value.Row, p.Value.Column }));

    private static Dictionary<string, CellPlace> ReadPlaces(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.EnumerateObject().ToDictionary(
            p => p.Name, p => new CellPlace { Sheet = p.Value[0].GetString(), Row = p.Value[1].GetInt64(), Column = p.Value[2].GetString() }, StringComparer.Ordinal);
    }
}

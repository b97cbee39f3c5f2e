using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>Imports in the database.</summary>
internal sealed class ImportStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Adds an import; false when the name is taken.</summary>
    public async Task<bool> AddAsync(Import import, Caller caller, CancellationToken cancellation)
    {
        import.CreateTime = import.UpdateTime = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        import.Etag = Etags.Of(1);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("insert into import (name, body, workspace) values ($1, $2, $3) on conflict do nothing", connection) { Parameters = { new() { Value = import.Name }, new() { Value = import.ToByteArray() }, new() { Value = caller.Workspace } } };
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Removes an import that could not be read to its end.</summary>
    public async Task RemoveAsync(string name)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand("delete from import where name = $1", connection) { Parameters = { new() { Value = name } } };
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>An import of the caller's workspace.</summary>
    public async Task<Import> GetAsync(string name, Caller caller, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select body from import where name = $1 and workspace = $2");
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = caller.Workspace });
        return await command.ExecuteScalarAsync(cancellation) is byte[] body ? Import.Parser.ParseFrom(body) : throw Errors.NotFound(name);
    }

    public async Task<Import?> FindAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select body from import where name = $1", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellation) is byte[] body ? Import.Parser.ParseFrom(body) : null;
    }

    public async Task<Import> ChangeAsync(string name, Action<Import> change, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        Import import;
        long version;
        await using (var read = new NpgsqlCommand("select body, version from import where name = $1 for update", connection) { Parameters = { new() { Value = name } } })
        await using (var reader = await read.ExecuteReaderAsync(cancellation))
        {
            if (!await reader.ReadAsync(cancellation))
            {
                throw Errors.NotFound(name);
            }

            import = Import.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0));
            version = reader.GetInt64(1) + 1;
        }

        change(import);
        import.Etag = Etags.Of(version);
        import.UpdateTime = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        await using (var write = new NpgsqlCommand("update import set body = $2, version = $3 where name = $1", connection) { Parameters = { new() { Value = name }, new() { Value = import.ToByteArray() }, new() { Value = version } } })
        {
            await write.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return import;
    }

    /// <summary>A page, newest first. The token is the last row's time and name.</summary>
    public async Task<ListImportsResponse> ListAsync(ListImportsRequest request, Caller caller, CancellationToken cancellation)
    {
        var size = Pages.Size(request.PageSize);
        var (before, last) = Position(request.PageToken);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select body, create_time, name from import where workspace = $4 and (create_time, name) < ($1, $2) order by create_time desc, name desc limit $3", connection)
        {
            Parameters = { new() { Value = before }, new() { Value = last }, new() { Value = size + 1 }, new() { Value = caller.Workspace } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var response = new ListImportsResponse();
        var token = "";
        while (await reader.ReadAsync(cancellation))
        {
            if (response.Imports.Count == size)
            {
                response.NextPageToken = token;
                break;
            }

            response.Imports.Add(Import.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
            token = $"{reader.GetDateTime(1).ToString("O", CultureInfo.InvariantCulture)} {reader.GetString(2)}";
        }

        return response;
    }

    private static (DateTime Time, string Name) Position(string token)
    {
        if (token.Length == 0)
        {
            return (DateTime.SpecifyKind(DateTime.MaxValue.AddYears(-1), DateTimeKind.Utc), "");
        }

        var parts = token.Split(' ', 2);
        return parts.Length == 2 && DateTime.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var when)
            ? (when, parts[1])
            : throw Errors.InvalidPageToken();
    }
}

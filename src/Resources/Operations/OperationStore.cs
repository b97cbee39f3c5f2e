using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.Resources;

/// <summary>Long-running work of a service: kept in its database, run in the process that was asked (AIP-151).</summary>
public sealed class OperationStore(ServiceIdentity service, NpgsqlDataSource database)
{
    // Who asked for the work, and those who look after all of it or that of their workspace.
    private const string Theirs = "(asker = $1 or $2 = 'all' or ($2 = 'workspace' and workspace = $3))";

    /// <summary>Collection of this service's operations.</summary>
    public string Collection => $"services/{service.Name}/operations";

    public async Task<Operation> GetAsync(GetOperationRequest request, ServerCallContext call) =>
        await SeenAsync(request.Name, call.Caller(), call.CancellationToken) ?? throw Errors.NotFound(request.Name);

    /// <summary>A page, newest first. The token is the last row's time and name.</summary>
    public async Task<ListOperationsResponse> ListAsync(ListOperationsRequest request, ServerCallContext call)
    {
        if (request.Filter.Length > 0)
        {
            throw Errors.InvalidFilter(request.Filter, 0, "operations have no fields to filter by");
        }

        var size = Pages.Size(request.PageSize);
        var (time, name) = Position(request.PageToken);
        await using var connection = await database.OpenConnectionAsync(call.CancellationToken);
        await using var command = new NpgsqlCommand($"select body, create_time, name from operation where {Theirs} and (create_time, name) < ($4, $5) order by create_time desc, name desc limit $6", connection)
        {
            Parameters = { Asks(call.Caller()), Sees(call.Caller()), new() { Value = call.Caller().Workspace }, new() { Value = time }, new() { Value = name }, new() { Value = size + 1 } },
        };
        await using var reader = await command.ExecuteReaderAsync(call.CancellationToken);
        var response = new ListOperationsResponse();
        var token = "";
        while (await reader.ReadAsync(call.CancellationToken))
        {
            if (response.Operations.Count == size)
            {
                response.NextPageToken = token;
                break;
            }

            response.Operations.Add(Operation.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
            token = $"{reader.GetDateTime(1).ToString("O", CultureInfo.InvariantCulture)} {reader.GetString(2)}";
        }

        return response;
    }

    /// <summary>Asks an operation to stop; one that is done stays as it is.</summary>
    public async Task<Operation> CancelAsync(CancelOperationRequest request, ServerCallContext call)
    {
        var operation = await SeenAsync(request.Name, call.Caller(), call.CancellationToken) ?? throw Errors.NotFound(request.Name);
        if (!operation.Done)
        {
            operation.CancelRequested = true;
            await using var connection = await database.OpenConnectionAsync(call.CancellationToken);
            await using var command = new NpgsqlCommand("update operation set cancel_requested = true, body = $2 where name = $1 and not done", connection)
            {
                Parameters = { new() { Value = operation.Name }, new() { Value = operation.ToByteArray() } },
            };
            await command.ExecuteNonQueryAsync(call.CancellationToken);
        }

        return operation;
    }

    /// <summary>Keeps a new operation with who asked for it; false when there is one of that name.</summary>
    internal async Task<bool> AddAsync(Operation operation, Caller asker, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("insert into operation (name, kind, done, body, asker, workspace) values ($1, $2, false, $3, $4, $5) on conflict do nothing");
        foreach (var value in new object[] { operation.Name, operation.Kind, operation.ToByteArray(), asker.Subject, asker.Workspace })
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>An operation, if the caller may know of it.</summary>
    internal async Task<Operation?> SeenAsync(string name, Caller caller, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand($"select body from operation where {Theirs} and name = $4", connection)
        {
            Parameters = { Asks(caller), Sees(caller), new() { Value = caller.Workspace }, new() { Value = name } },
        };
        return await command.ExecuteScalarAsync(cancellation) is byte[] body ? Operation.Parser.ParseFrom(body) : null;
    }

    /// <summary>Writes down where the work stands; true when someone asked it to stop.</summary>
    internal async Task<bool> SaveAsync(Operation operation, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            "insert into operation (name, kind, done, body) values ($1, $2, $3, $4) on conflict (name) do update set done = excluded.done, body = excluded.body returning cancel_requested", connection)
        {
            Parameters = { new() { Value = operation.Name }, new() { Value = operation.Kind }, new() { Value = operation.Done }, new() { Value = operation.ToByteArray() } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    internal async Task<Operation?> FindAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select body from operation where name = $1", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellation) is byte[] body ? Operation.Parser.ParseFrom(body) : null;
    }

    private static NpgsqlParameter Asks(Caller caller) => new() { Value = caller.Subject };

    private static NpgsqlParameter Sees(Caller caller) => new()
    {
        Value = Visible.IsEverything(caller) || (caller.Has(Role.Operator) && caller.Workspace.Length == 0) ? "all" : caller.Has(Role.Operator) || caller.Has(Role.Auditor) ? "workspace" : "",
    };

    private static (DateTime Time, string Name) Position(string token)
    {
        if (token.Length == 0)
        {
            return (DateTime.SpecifyKind(DateTime.MaxValue.AddYears(-1), DateTimeKind.Utc), "");
        }

        var parts = token.Split(' ', 2);
        return parts.Length == 2 && DateTime.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? (time, parts[1])
            : throw Errors.InvalidPageToken();
    }
}

using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.Resources;

public sealed partial class Resource<T>
{
    private const int MaxBatch = 1000;

    /// <summary>Get (AIP-131). A deleted record answers with its delete_time; a former name and an external identifier answer too.</summary>
    public async Task<T> GetAsync(GetRequest request, ServerCallContext call)
    {
        var external = ExternalName.Parse(type.Pattern, request.Name);
        if (external is null)
        {
            CheckName(request.Name);
        }

        var cancellation = call.CancellationToken;
        await using var connection = await services.Database.OpenConnectionAsync(cancellation);
        var found = external is null ? await FindAsync(connection, sql.Read, request.Name, cancellation) : null;
        found ??= await FindAsync(connection, sql.Read, await ResolveAsync(connection, request.Name, external, cancellation), cancellation);
        found = await FollowAsync(connection, found, cancellation);
        if (found is null || !Visible.To(call.Caller(), type.Shape.Record(found.Message), Today)
            || (await Visible.SeenAsync(connection, type, [type.Shape.Name(found.Message)], call.Caller(), cancellation)).Count == 0)
        {
            throw Errors.NotFound(request.Name);
        }

        await ShowPersonalAsync(connection, [found.Message], call);
        return found.Message;
    }

    /// <summary>List (AIP-132, 158, 160) into the typed response: repeated resource = 1, next_page_token = 2.</summary>
    /// <param name="request">The call.</param>
    /// <param name="call">Its context.</param>
    /// <param name="also">A further condition, with the text that ties page tokens to it.</param>
    public async Task<TResponse> ListAsync<TResponse>(ListRequest request, ServerCallContext call, (string Key, Action<SqlText> Where)? also = null) where TResponse : IMessage, new()
    {
        var query = new ListQuery(type, request, also);
        var response = new TResponse();
        var list = (IList<T>)response.Descriptor.FindFieldByNumber(1).Accessor.GetValue(response);
        await using var connection = await services.Database.OpenConnectionAsync(call.CancellationToken);
        await using (var command = query.Command(connection, call.Caller(), Today))
        await using (var reader = await command.ExecuteReaderAsync(call.CancellationToken))
        {
            var token = "";
            while (await reader.ReadAsync(call.CancellationToken))
            {
                if (list.Count == query.PageSize)
                {
                    response.Descriptor.FindFieldByNumber(2).Accessor.SetValue(response, token);
                    break;
                }

                list.Add(parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
                if (list.Count == query.PageSize)
                {
                    token = query.NextToken(reader);
                }
            }
        }

        await ShowPersonalAsync(connection, list, call);
        return response;
    }

    /// <summary>How PostgreSQL answers a list, in its own words: for whoever asks why one is slow.</summary>
    public async Task<string> ExplainAsync(ListRequest request, Caller caller, CancellationToken cancellation)
    {
        await using var connection = await services.Database.OpenConnectionAsync(cancellation);
        await using var command = new ListQuery(type, request).Command(connection, caller, Today, "explain (analyze, buffers) ");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }

    /// <summary>BatchGet (AIP-231): all or nothing, in the order asked.</summary>
    public async Task<TResponse> BatchGetAsync<TResponse>(BatchGetRequest request, ServerCallContext call) where TResponse : IMessage, new()
    {
        if (request.Names.Count > MaxBatch)
        {
            throw Errors.InvalidField("names", "LENGTH", $"At most {MaxBatch} names at once.");
        }

        foreach (var name in request.Names.Where(n => ExternalName.Parse(type.Pattern, n) is null))
        {
            CheckName(name, "names");
        }

        var response = new TResponse();
        var list = (IList<T>)response.Descriptor.FindFieldByNumber(1).Accessor.GetValue(response);
        await using var connection = await services.Database.OpenConnectionAsync(call.CancellationToken);
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        await ReadManyAsync(connection, [.. request.Names.Distinct(StringComparer.Ordinal)], found, call.CancellationToken);
        var others = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in request.Names.Where(n => !found.ContainsKey(n)).Distinct(StringComparer.Ordinal))
        {
            others[name] = await ResolveAsync(connection, name, ExternalName.Parse(type.Pattern, name), call.CancellationToken);
        }

        if (others.Count > 0)
        {
            await ReadManyAsync(connection, [.. others.Values], found, call.CancellationToken);
        }

        foreach (var (name, message) in found.Where(f => type.Shape.Record(f.Value).MergedInto.Length > 0).ToList())
        {
            found[name] = (await FollowAsync(connection, new Stored(message, [], 0), call.CancellationToken))!.Message;
        }

        var seen = await Visible.SeenAsync(connection, type, [.. found.Keys], call.Caller(), call.CancellationToken);
        foreach (var name in request.Names)
        {
            list.Add(found.TryGetValue(others.GetValueOrDefault(name, name), out var message) && seen.Contains(others.GetValueOrDefault(name, name)) && Visible.To(call.Caller(), type.Shape.Record(message), Today) ? message : throw Errors.NotFound(name));
        }

        await ShowPersonalAsync(connection, list, call);
        return response;
    }

    /// <summary>Records of this service that name one, with the field in which they do.</summary>
    public async Task<IReadOnlyList<(string Name, string Field)>> ReferrersAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await services.Database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select from_name, field from reference where to_name = $1 order by 1, 2", connection) { Parameters = { new() { Value = name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var referrers = new List<(string, string)>();
        while (await reader.ReadAsync(cancellation))
        {
            referrers.Add((reader.GetString(0), reader.GetString(1)));
        }

        return referrers;
    }

    private async Task ReadManyAsync(NpgsqlConnection connection, string[] names, Dictionary<string, T> found, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql.ReadMany, connection) { Parameters = { new() { Value = names } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var message = parser.ParseFrom(reader.GetFieldValue<byte[]>(0));
            found[type.Shape.Name(message)] = message;
        }
    }

    /// <summary>Opens personal fields for those who may see them, and writes down that they did; hides them from others.</summary>
    private async Task ShowPersonalAsync(NpgsqlConnection connection, IEnumerable<T> messages, ServerCallContext call)
    {
        if (personal is null)
        {
            return;
        }

        var caller = call.Caller();
        var may = caller.Has(Role.Editor) || caller.Has(Role.TrainingOfficer);
        foreach (var message in messages.Where(m => personal.Sealed(m).Length > 0))
        {
            if (!may)
            {
                personal.Hide(message);
                continue;
            }

            await services.Keys.OpenForAsync(connection, personal, type.Shape.Name(message), message, caller.Subject, call.Method, call.CancellationToken);
        }
    }
}

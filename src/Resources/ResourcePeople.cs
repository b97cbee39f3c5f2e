using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources.Changes;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.Resources;

public sealed partial class Resource<T>
{
    private const int MaxFound = 100;
    private const int MaxReads = 1000;

    /// <summary>
    /// Destroys the key of a person's data and the index entries in the transaction that says so. The record, its history
    /// and every count stay.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="call">Its context.</param>
    /// <param name="also">Changes what else goes with the person; throws when this record may not be erased.</param>
    public Task<T> EraseAsync(EraseRequest request, ServerCallContext call, Action<T> also)
    {
        CheckName(request.Name);
        CheckReason(request.Reason);
        var write = WriteRequest<T>.Read(request, call, request.RequestId, request.ValidateOnly, request.Reason);
        return WriteAsync(request.Name, write, async (session, current) =>
        {
            CheckEtag(current ?? throw Errors.NotFound(request.Name), request.Etag);
            var next = current.Message.Clone();
            personal!.Hide(next);
            also(next);
            await session.NoteErasureAsync(request.Name);
            await session.DestroyKeyAsync(request.Name);
            return await session.ChangeAsync($"{TypeWord}.erased", current, next, type.Shape.DeleteTime(current.Message) is not null);
        });
    }

    /// <summary>
    /// Removes personal fields whose time has run out. What is left is sealed under a new key, so that no older copy, in
    /// whatever table, message or backup, can be read.
    /// </summary>
    /// <param name="name">The record.</param>
    /// <param name="trim">Clears fields of the opened record; false when there was nothing to clear.</param>
    /// <param name="reason">Kept in the change log.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<bool> TrimPersonalAsync(string name, Func<T, bool> trim, string reason, CancellationToken cancellation)
    {
        var trimmed = false;
        var write = new WriteRequest<T>("retention", "", false, reason, Caller.System(services.Service.Name), new T(), cancellation);
        await WriteAsync(name, write, async (session, current) =>
        {
            var next = await session.OpenedAsync((current ?? throw Errors.NotFound(name)).Message);
            trimmed = trim(next);
            if (!trimmed)
            {
                return current.Message;
            }

            await session.DestroyKeyAsync(name);
            var closed = current.Message.Clone();
            personal!.Hide(closed);
            return await session.ChangeAsync($"{TypeWord}.trimmed", current with { Message = closed }, next, type.Shape.DeleteTime(current.Message) is not null);
        });
        return trimmed;
    }

    /// <summary>People with exactly this name, address or number, opened for the caller and written down.</summary>
    public async Task<IReadOnlyList<T>> FindPersonalAsync(string text, ServerCallContext call)
    {
        if (BlindIndex.Key(text).Length == 0)
        {
            throw Errors.InvalidField("text", "REQUIRED", "Give a name, an e-mail address or a telephone number.");
        }

        await using var connection = await services.Database.OpenConnectionAsync(call.CancellationToken);
        var names = new List<string>();
        await using (var command = new NpgsqlCommand("select distinct name from person_index where digest = any($1) order by name limit $2", connection) { Parameters = { new() { Value = services.Keys.Digests(text) }, new() { Value = MaxFound } } })
        await using (var reader = await command.ExecuteReaderAsync(call.CancellationToken))
        {
            while (await reader.ReadAsync(call.CancellationToken))
            {
                names.Add(reader.GetString(0));
            }
        }

        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        await ReadManyAsync(connection, [.. names], found, call.CancellationToken);
        List<T> live = [.. names.Where(found.ContainsKey).Select(n => found[n]).Where(m => type.Shape.DeleteTime(m) is null && Visible.To(call.Caller(), type.Shape.Record(m), Today))];
        await ShowPersonalAsync(connection, live, call);
        return live;
    }

    /// <summary>What is kept about a person beside the record itself.</summary>
    public async Task<PersonTrail> TrailAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await services.Database.OpenConnectionAsync(cancellation);
        var history = await ChangeRows.HistoryAsync(connection, services.Service.Name, name, cancellation);
        history.ForEach(change => change.Body = Google.Protobuf.ByteString.Empty);
        var referrers = await ReferrersAsync(name, cancellation);
        var reads = new List<PersonalRead>();
        await using (var command = new NpgsqlCommand("select read_time, actor, method from read_audit where name = $1 order by id desc limit $2", connection) { Parameters = { new() { Value = name }, new() { Value = MaxReads } } })
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                reads.Add(new PersonalRead(reader.GetDateTime(0), reader.GetString(1), reader.GetString(2)));
            }
        }

        return new PersonTrail(history, [.. referrers.Select(r => r.Name).Distinct(StringComparer.Ordinal)], reads);
    }
}

/// <summary>Everything kept of a person beside the record.</summary>
/// <param name="History">Every version, without bodies.</param>
/// <param name="Referrers">Records of this service that name the person.</param>
/// <param name="Reads">Who read personal data, newest first.</param>
public sealed record PersonTrail(IReadOnlyList<Change> History, IReadOnlyList<string> Referrers, IReadOnlyList<PersonalRead> Reads);

/// <summary>One read of personal data.</summary>
/// <param name="Time">When.</param>
/// <param name="Actor">Subject of the reader's token.</param>
/// <param name="Method">By which rpc.</param>
public sealed record PersonalRead(DateTime Time, string Actor, string Method);

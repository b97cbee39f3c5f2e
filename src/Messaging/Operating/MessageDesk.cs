using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Broker;
using EGovPlatform.Messaging.Consumers;
using EGovPlatform.Messaging.Log;
using EGovPlatform.Messaging.Relay;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EGovPlatform.Messaging.Operating;

/// <summary>
/// What operators see and do about this service's messages. Parked changes are of all workspaces, so an operator of one
/// workspace is refused.
/// </summary>
public sealed class MessageDesk(
    MessagingOptions options, NpgsqlDataSource database, ILogger<MessageDesk> log,
    IChangePublisher? publisher = null, IInbox? inbox = null, ConsumerHost? consumer = null, ApplyWatch? watch = null)
{
    // The broker may be away; the operator should not have to guess that.
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    private string Collection => $"services/{options.Service}/parkedChanges";

    public async Task<ListParkedChangesResponse> ListAsync(ListParkedChangesRequest request, ServerCallContext call)
    {
        OnlyForTheWhole(call);
        var size = Pages.Size(request.PageSize);
        var after = request.PageToken.Length == 0 ? default : ParkedKey.TryParse(request.PageToken) ?? throw Errors.InvalidPageToken();
        await using var connection = await database.OpenConnectionAsync(call.CancellationToken);
        var rows = await ParkedRows.ListAsync(connection, Collection, after, size + 1, call.CancellationToken);
        var answer = new ListParkedChangesResponse { ParkedChanges = { rows.Take(size) } };
        if (rows.Count > size)
        {
            answer.NextPageToken = rows[size - 1].Name[(Collection.Length + 1)..];
        }

        return answer;
    }

    public Task<RetryParkedChangeResponse> RetryAsync(RetryParkedChangeRequest request, ServerCallContext call)
    {
        OnlyForTheWhole(call);
        return RetryAsync(request.Name, call.CancellationToken);
    }

    /// <summary>Sends or applies a parked change once more. It leaves the table only after that worked, so a crash between makes it happen twice.</summary>
    public async Task<RetryParkedChangeResponse> RetryAsync(string name, CancellationToken cancellation)
    {
        var key = Key(name);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var change = await ParkedRows.FindAsync(connection, key, cancellation) ?? throw Errors.NotFound(name);
        try
        {
            await (key.Direction == ParkedKey.Out ? SendAsync(change, cancellation) : ApplyAsync(change, cancellation));
        }
        catch (Exception e) when (e is PublishRejectedException or ApplyRejectedException)
        {
            await ParkedRows.InsertAsync(connection, key.Direction, change, e.Message, cancellation);
            return new RetryParkedChangeResponse { Reason = e.Message };
        }

        await ParkedRows.RemoveAsync(connection, key, CancellationToken.None);
        log.LogInformation("Parked change {Name} went through.", name);
        return new RetryParkedChangeResponse { Done = true };
    }

    public async Task<DropParkedChangeResponse> DropAsync(DropParkedChangeRequest request, ServerCallContext call)
    {
        OnlyForTheWhole(call);
        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            throw Errors.InvalidField("reason", "REQUIRED", "Say why the change is given up.");
        }

        await using var connection = await database.OpenConnectionAsync(call.CancellationToken);
        if (!await ParkedRows.RemoveAsync(connection, Key(request.Name), call.CancellationToken))
        {
            throw Errors.NotFound(request.Name);
        }

        log.LogWarning("{Operator} dropped parked change {Name}: {Reason}", call.Caller().Subject, request.Name, request.Reason.ReplaceLineEndings(" "));
        return new DropParkedChangeResponse();
    }

    public async Task<MessagingStatus> StatusAsync(ServerCallContext call)
    {
        OnlyForTheWhole(call);
        await using var connection = await database.OpenConnectionAsync(call.CancellationToken);
        var status = await MessagingStatusReader.ReadAsync(connection, options, call.CancellationToken);
        status.WaitingMessages = consumer?.State.Waiting ?? 0;
        status.Consuming = consumer?.State is { Reachable: true, Agrees: true };
        status.Stuck.Add(watch?.Stuck() ?? []);
        return status;
    }

    private async Task SendAsync(Change change, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(SendLimit);
        try
        {
            await (publisher ?? throw Errors.Unavailable("The broker")).PublishAsync(Batches.Of([change])[0], limit.Token);
        }
        catch (Exception e) when (e is not (PublishRejectedException or RpcException) && !cancellation.IsCancellationRequested)
        {
            log.LogWarning("A parked change could not be sent: {Reason}", e.Message);
            throw Errors.Unavailable("The broker");
        }
    }

    // Without a move: the position passed it when it was parked. Handlers ignore what is older than what they have.
    private async Task ApplyAsync(Change change, CancellationToken cancellation) =>
        await (inbox ?? throw Errors.Unavailable("The consumer")).ApplyAsync(change.Service, [change], 0, 0, cancellation);

    private ParkedKey Key(string name) =>
        name.StartsWith($"{Collection}/", StringComparison.Ordinal) && ParkedKey.TryParse(name[(Collection.Length + 1)..]) is { } key
            ? key
            : throw Errors.NotFound(name);

    private void OnlyForTheWhole(ServerCallContext call)
    {
        if (call.Caller().Workspace.Length > 0)
        {
            throw Errors.OutOfScope($"services/{options.Service}");
        }
    }
}

using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Npgsql;

namespace EGovPlatform.Resources.Changes;

/// <summary>The feed over the change log: what each service's ChangeService hands on to.</summary>
public sealed class ChangeFeed(ServiceIdentity service, NpgsqlDataSource database, ChangeSignal signal, SeenChanges seen, TimeProvider time)
{
    /// <summary>How often a silent stream says where it is.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int PageSize = 200;

    /// <summary>One page after a position.</summary>
    public async Task<ListChangesResponse> ListAsync(ListChangesRequest request, ServerCallContext call)
    {
        if (request.AfterPosition < 0 || request.PageSize < 0)
        {
            throw Errors.InvalidField(request.PageSize < 0 ? "page_size" : "after_position", "NOT_NEGATIVE", "Must not be negative.");
        }

        await using var connection = await database.OpenConnectionAsync(call.CancellationToken);
        var page = await ChangeRows.ListAsync(connection, service.Name, request, call.CancellationToken);
        await seen.BlankAsync(connection, page, request.Name.Length > 0, call.Caller(), call.CancellationToken);
        return page;
    }

    /// <summary>Every change after a position, then each as it comes, with a heartbeat every 15 s.</summary>
    /// <exception cref="RpcException">UNAVAILABLE once this process takes no more calls: watch elsewhere, from the last position.</exception>
    public async Task WatchAsync(WatchRequest request, IServerStreamWriter<WatchResponse> stream, ServerCallContext call)
    {
        var closing = call.GetHttpContext().Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, closing);
        try
        {
            await WatchAsync(request, stream, call, over.Token);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested && !call.CancellationToken.IsCancellationRequested)
        {
            // It would hold up the process for as long as calls under way may take.
            throw Errors.Unavailable($"The feed of {service.Name}");
        }
    }

    private async Task WatchAsync(WatchRequest request, IServerStreamWriter<WatchResponse> stream, ServerCallContext call, CancellationToken over)
    {
        var next = new ListChangesRequest { AfterPosition = request.AfterPosition, Name = request.Name, PageSize = PageSize };
        next.ResourceTypes.Add(request.ResourceTypes);
        var last = time.GetTimestamp();
        while (!over.IsCancellationRequested)
        {
            var woken = signal.Next;
            var page = await ListAsync(next, call);
            foreach (var change in page.Changes)
            {
                await stream.WriteAsync(new WatchResponse { Change = change, Position = change.Position }, call.CancellationToken);
            }

            next.AfterPosition = page.NextPosition;
            if (page.Changes.Count > 0)
            {
                last = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(last) >= Heartbeat)
            {
                await stream.WriteAsync(new WatchResponse { Position = page.NextPosition, Heartbeat = true }, call.CancellationToken);
                last = time.GetTimestamp();
            }

            // A page may end early by its bytes.
            if (page.NextPosition >= page.LastPosition)
            {
                await signal.WaitAsync(woken, Heartbeat - time.GetElapsedTime(last) is var left && left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1), over);
            }
        }

        over.ThrowIfCancellationRequested();
    }
}

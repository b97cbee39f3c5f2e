using Aspire.Hosting.Orchestration;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard;

/// <summary>Answers the dashboard: which resources there are, what they print, and what it may make them do.</summary>
internal sealed class ResourceService(ResourceBoard board, Orchestrator orchestrator, IHostEnvironment host) : Wire.DashboardService.DashboardServiceBase
{
    public override Task<Wire.ApplicationInformationResponse> GetApplicationInformation(Wire.ApplicationInformationRequest request, ServerCallContext context)
    {
        var name = host.ApplicationName;
        return Task.FromResult(new Wire.ApplicationInformationResponse
        {
            ApplicationName = name.EndsWith(".AppHost", StringComparison.Ordinal) ? name[..^".AppHost".Length] : name,
        });
    }

    public override async Task WatchResources(Wire.WatchResourcesRequest request, IServerStreamWriter<Wire.WatchResourcesUpdate> responseStream, ServerCallContext context)
    {
        var (initial, changes, subscription) = board.Watch();
        using (subscription)
        {
            var data = new Wire.InitialResourceData();
            data.Resources.AddRange(initial.Select(s => s.ToWire(board)));
            await responseStream.WriteAsync(new Wire.WatchResourcesUpdate { InitialData = data });
            while (await changes.WaitToReadAsync(context.CancellationToken))
            {
                var update = new Wire.WatchResourcesChanges();
                while (changes.TryRead(out var snapshot))
                {
                    update.Value.Add(new Wire.WatchResourcesChange { Upsert = snapshot.ToWire(board) });
                }

                await responseStream.WriteAsync(new Wire.WatchResourcesUpdate { Changes = update });
            }
        }
    }

    public override async Task WatchResourceConsoleLogs(
        Wire.WatchResourceConsoleLogsRequest request,
        IServerStreamWriter<Wire.WatchResourceConsoleLogsUpdate> responseStream,
        ServerCallContext context)
    {
        var snapshot = board.Find(request.ResourceName) ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no resource {request.ResourceName}."));
        await foreach (var lines in board.Log(snapshot.Resource).ReadAsync(!request.SuppressFollow, context.CancellationToken))
        {
            foreach (var portion in lines.Chunk(500))
            {
                var update = new Wire.WatchResourceConsoleLogsUpdate();
                update.LogLines.AddRange(portion.Select(l => new Wire.ConsoleLogLine { LineNumber = l.Number, Text = l.Text, IsStdErr = l.IsError }));
                await responseStream.WriteAsync(update);
            }
        }
    }

    public override async Task<Wire.ResourceCommandResponse> ExecuteResourceCommand(Wire.ResourceCommandRequest request, ServerCallContext context)
    {
        var result = await orchestrator.ExecuteAsync(request.ResourceName, request.CommandName, context.CancellationToken);
        var response = new Wire.ResourceCommandResponse
        {
            Kind = result switch
            {
                { Success: true } => Wire.ResourceCommandResponseKind.Succeeded,
                { Canceled: true } => Wire.ResourceCommandResponseKind.Cancelled,
                _ => Wire.ResourceCommandResponseKind.Failed,
            },
        };
        if (result.ErrorMessage is { } message)
        {
            response.ErrorMessage = message;
        }

        return response;
    }

    public override async Task WatchInteractions(
        IAsyncStreamReader<Wire.WatchInteractionsRequestUpdate> requestStream,
        IServerStreamWriter<Wire.WatchInteractionsResponseUpdate> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            // We ask nothing, so no answer means anything.
        }
    }
}

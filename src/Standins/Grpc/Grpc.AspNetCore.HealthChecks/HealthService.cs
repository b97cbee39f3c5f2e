using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>grpc.health.v1 over the health checks of ASP.NET Core. Degraded still serves.</summary>
internal sealed class HealthService(HealthCheckService checks, HealthReports reports, IOptions<GrpcHealthChecksOptions> options, IHostApplicationLifetime lifetime)
    : Health.V1.Health.HealthBase
{
    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var status = await CurrentAsync(request.Service, context.CancellationToken);
        return status == ServingStatus.ServiceUnknown
            ? throw new RpcException(new Status(StatusCode.NotFound, $"Service '{request.Service}' is not known."))
            : new HealthCheckResponse { Status = status };
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var (_, next) = reports.Current;
        var last = await CurrentAsync(request.Service, context.CancellationToken);
        await responseStream.WriteAsync(new HealthCheckResponse { Status = last });

        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken,
            options.Value.SuppressCompletionOnShutdown ? CancellationToken.None : lifetime.ApplicationStopping);
        while (await NextAsync(next, end.Token))
        {
            (var report, next) = reports.Current;
            var status = Of(request.Service, report!);
            if (status != last)
            {
                last = status;
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status });
            }
        }

        context.CancellationToken.ThrowIfCancellationRequested();
        if (last != ServingStatus.NotServing)
        {
            await responseStream.WriteAsync(new HealthCheckResponse { Status = ServingStatus.NotServing });
        }
    }

    private static async Task<bool> NextAsync(Task next, CancellationToken end)
    {
        try
        {
            await next.WaitAsync(end);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static ServingStatus From(HealthStatus status) =>
        status == HealthStatus.Unhealthy ? ServingStatus.NotServing : ServingStatus.Serving;

    private async Task<ServingStatus> CurrentAsync(string service, CancellationToken cancellationToken)
    {
        if (options.Value.Services.Find(service) is not { } mapping)
        {
            return ServingStatus.ServiceUnknown;
        }

        if (options.Value.UseHealthChecksCache && reports.Current.Report is { } published)
        {
            return Of(service, published);
        }

        var report = await checks.CheckHealthAsync(r => mapping.HealthCheckPredicate(new HealthCheckMapContext(r.Name, r.Tags)), cancellationToken);
        return From(report.Status);
    }

    private ServingStatus Of(string service, HealthReport report)
    {
        if (options.Value.Services.Find(service) is not { } mapping)
        {
            return ServingStatus.ServiceUnknown;
        }

        var own = report.Entries.Where(e => mapping.HealthCheckPredicate(new HealthCheckMapContext(e.Key, e.Value.Tags))).Select(e => e.Value.Status);
        return From(own.DefaultIfEmpty(HealthStatus.Healthy).Min());
    }
}

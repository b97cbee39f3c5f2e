using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace EGovPlatform.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; name and instance come from
/// <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c>. The providers are built by hand because
/// OpenTelemetry.Extensions.Hosting is not among our packages.
/// </summary>
public static class Telemetry
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Grpc.Net.Client", "Npgsql", "MassTransit", "EGovPlatform.*"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing",
        "Grpc.AspNetCore.Server", "Grpc.Net.Client", "System.Net.Http", "System.Runtime", "Npgsql", "MassTransit", "EGovPlatform.*",
    ];

    /// <summary>Whether traces, metrics and logs leave the process.</summary>
    public static bool IsExported(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
    }

    internal static void Add(IHostApplicationBuilder builder)
    {
        if (!IsExported(builder.Configuration))
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
            logging.AddOtlpExporter();
        });

        // The first hosted service: what the others do while starting is traced already. The container's own, so that it is
        // disposed with it: that sends the last values.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, Providers>());
    }

    /// <summary>Drops client spans that nothing caused: the polls of background loops, dozens a second, would bury the rest.</summary>
    private sealed class CausedSpans : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            new(samplingParameters.Kind == ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
    }

    private sealed class Providers : IHostedLifecycleService, IDisposable
    {
        private OpenTelemetrySdk? sdk;

        public Task StartingAsync(CancellationToken cancellationToken)
        {
            sdk = OpenTelemetrySdk.Create(telemetry => telemetry
                .WithTracing(tracing => tracing.AddSource(Sources).SetSampler(new ParentBasedSampler(new CausedSpans())).AddOtlpExporter())
                .WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter()));
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => sdk?.Dispose();
    }
}

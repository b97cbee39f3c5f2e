using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Aspire.Hosting.Tests;

/// <summary>What leaves a service by OTLP. Alone: the exporter reads the environment of the process.</summary>
[Collection("Export")]
[CollectionDefinition("Export", DisableParallelization = true)]
public sealed class ExportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Grpc.AspNetCore.Server", "rpc.server.call.duration")]
    [InlineData("Grpc.Net.Client", "rpc.client.call.duration")]
    public async Task Durations_of_calls_are_exported(string meterName, string metric)
    {
        var exported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = await CollectAsync(metric, exported);
        var variables = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(), ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };
        foreach (var (name, value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        try
        {
            var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
            builder.AddServiceDefaults();
            await using var app = builder.Build();
            await app.StartAsync(Cancel);
            using var meter = new Meter(meterName);
            meter.CreateHistogram<double>(metric, "s").Record(0.1);
        }
        finally
        {
            variables.Keys.ToList().ForEach(name => Environment.SetEnvironmentVariable(name, null));
        }

        // The last values go out when the service ends.
        await exported.Task.WaitAsync(Patience, Cancel);
    }

    private static async Task<WebApplication> CollectAsync(string metric, TaskCompletionSource exported)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.MapPost("/v1/metrics", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, Cancel);
            if (Encoding.Latin1.GetString(body.ToArray()).Contains(metric, StringComparison.Ordinal))
            {
                exported.TrySetResult();
            }
        });
        collector.MapFallback(() => Results.Ok());
        await collector.StartAsync(Cancel);
        return collector;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Grpc.Core;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Meters and activities of both sides, by the conventions for RPC. Alone: others' calls would be measured too.</summary>
[Collection("Telemetry")]
[CollectionDefinition("Telemetry", DisableParallelization = true)]
public sealed class TelemetryTests
{
    [Theory]
    [InlineData("rpc.server.call.duration", StatusCode.OK, "OK", null)]
    [InlineData("rpc.server.call.duration", StatusCode.NotFound, "NOT_FOUND", null)]
    [InlineData("rpc.server.call.duration", StatusCode.Unavailable, "UNAVAILABLE", "UNAVAILABLE")]
    [InlineData("rpc.client.call.duration", StatusCode.OK, "OK", null)]
    [InlineData("rpc.client.call.duration", StatusCode.NotFound, "NOT_FOUND", "NOT_FOUND")]
    public async Task Duration_is_measured_with_method_and_outcome(string name, StatusCode code, string status, string? error)
    {
        using var measured = new Measured(name);
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var call = channel.Client().EchoAsync(new EchoRequest { Behavior = code == StatusCode.OK ? "" : "fail", Code = (int)code }).ResponseAsync;
        await (code == StatusCode.OK ? (Task)call : FailsAsync(code, () => call));

        var (unit, seconds, tags) = await measured.FirstAsync();
        Assert.Equal("s", unit);
        Assert.InRange(seconds, 0, Patience.TotalSeconds);
        Assert.Equal("grpc", tags["rpc.system.name"]);
        Assert.Equal("standins.peer.v1.PeerService/Echo", tags["rpc.method"]);
        Assert.Equal(status, tags["rpc.response.status_code"]);
        Assert.Equal(error, tags.GetValueOrDefault("error.type"));
        if (name.StartsWith("rpc.client", StringComparison.Ordinal))
        {
            Assert.Equal("127.0.0.1", tags["server.address"]);
            Assert.Equal(server.Address.Port, tags["server.port"]);
        }
    }

    [Fact]
    public async Task Methods_that_are_not_served_are_one_series()
    {
        using var measured = new Measured("rpc.server.call.duration");
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var bytes = Marshallers.Create(b => b, b => b);
        var nothing = new Method<byte[], byte[]>(MethodType.Unary, "standins.peer.v1.PeerService", "Guessed", bytes, bytes);
        await FailsAsync(StatusCode.Unimplemented, () => channel.CreateCallInvoker().AsyncUnaryCall(nothing, null, default, []).ResponseAsync);

        var (_, _, tags) = await measured.FirstAsync();
        Assert.Equal("_OTHER", tags["rpc.method"]);
        Assert.Equal("UNIMPLEMENTED", tags["error.type"]);
    }

    [Fact]
    public async Task A_call_is_an_activity_that_the_server_goes_on_with()
    {
        var stopped = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name is "Grpc.Net.Client" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using (var server = await PeerServer.StartAsync())
        {
            using var channel = server.Channel();
            var call = channel.Client().EchoAsync(new EchoRequest());
            Assert.Null(Activity.Current);
            await call;
        }

        var client = Assert.Single(stopped, a => a.Kind == ActivityKind.Client);
        var served = Assert.Single(stopped, a => a.Kind == ActivityKind.Server);
        Assert.Equal(("standins.peer.v1.PeerService/Echo", "OK"), (client.DisplayName, client.GetTagItem("rpc.response.status_code")));
        Assert.Equal("standins.peer.v1.PeerService/Echo", served.DisplayName);
        // Between them stands the activity of HttpClient.
        Assert.Equal(client.TraceId, served.TraceId);
    }

    private sealed class Measured : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly TaskCompletionSource<(string? Unit, double Seconds, Dictionary<string, object?> Tags)> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Measured(string name)
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
                first.TrySetResult((instrument.Unit, value, tags.ToArray().ToDictionary(t => t.Key, t => t.Value))));
            listener.Start();
        }

        public Task<(string? Unit, double Seconds, Dictionary<string, object?> Tags)> FirstAsync() => first.Task.WaitAsync(Patience);

        public void Dispose() => listener.Dispose();
    }
}

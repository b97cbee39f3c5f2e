using System.Collections.Concurrent;
using System.Diagnostics;
using EGovPlatform.Testing;

namespace EGovPlatform.Messaging.Tests;

public sealed class TraceTests
{
    [Fact]
    public async Task One_trace_reaches_from_the_call_over_the_broker_to_the_projection()
    {
        const string call = "00-11111111111111111111111111111111-2222222222222222-01";
        const string other = "00-33333333333333333333333333333333-4444444444444444-01";
        var ended = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MessagingTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var log = await TestLog.CreateAsync();
        await using var mart = await TestLog.CreateAsync();
        var broker = (await TestVhost.CreateAsync()).ConnectionString;
        await log.WriteAsync("agreements/1", 1, traceparent: call);
        await log.WriteAsync("agreements/2", 1, traceparent: other);
        await using var reporting = await TestNode.ReportingAsync(mart, broker, RelayTests.NoPull);
        await using var countries = await TestNode.ProducerAsync(log, broker);

        Activity? Of(ActivityKind kind) => ended.SingleOrDefault(activity => activity.Kind == kind && activity.TraceId.ToHexString() == call[3..35]);
        // The projection may be done before the broker's confirmation has come.
        await Eventually.Async("the spans of publishing and of the projection", () => Of(ActivityKind.Producer) is not null && Of(ActivityKind.Consumer) is not null);
        var published = Of(ActivityKind.Producer)!;
        var processed = Of(ActivityKind.Consumer)!;
        Assert.Equal(call[36..52], published.ParentSpanId.ToHexString());
        Assert.Equal(published.SpanId, processed.ParentSpanId);
        Assert.Equal(other[3..35], Assert.Single(published.Links).Context.TraceId.ToHexString());
        Assert.Equal(other[3..35], Assert.Single(processed.Links).Context.TraceId.ToHexString());
    }
}

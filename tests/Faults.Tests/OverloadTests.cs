using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// F15: three times the calls that the platform can take, whether answered or not (an open loop), then half. Prints figures for
/// tests/bench.sh overload, which judges them; not part of a normal run.
/// </summary>
public sealed class OverloadTests
{
    private const int Clients = 24;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Closed = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Over = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(20);

    private readonly ConcurrentBag<Answer> answers = [];
    private int names;

    [Fact(Explicit = true)]
    public async Task Over_its_capacity_the_platform_answers_about_as_many_calls_and_refuses_the_rest_in_time()
    {
        using var safe = new Safe();
        await using var site = await Installation.StartAsync(safe, replicas: 1, settings: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            // The limits of one client are not what is measured.
            ["Gateway__CallsPerSecond"] = "1000000",
            ["Gateway__CallBurst"] = "1000000",
        });
        var channels = Enumerable.Range(0, Clients).Select(n => GrpcChannel.ForAddress($"http://127.0.0.1:{site.Gateways[0].GrpcPort}", new GrpcChannelOptions
        {
            HttpHandler = new BearerHandler(TestIssuer.Token($"load {n}", [Role.Editor]), new SocketsHttpHandler { EnableMultipleHttp2Connections = true }),
            DisposeHttpClient = true,
        })).ToList();

        await ClosedLoopAsync(channels, Warm);
        answers.Clear();
        await ClosedLoopAsync(channels, Closed);
        var peak = answers.Count(a => a.Code == StatusCode.OK) / Closed.TotalSeconds;

        answers.Clear();
        await OpenLoopAsync(channels, 3 * peak, Over);
        var over = answers.ToList();
        var good = over.Count(a => a.Code == StatusCode.OK) / Over.TotalSeconds;
        var shed = over.Where(a => a.Code == StatusCode.ResourceExhausted).ToList();

        answers.Clear();
        await OpenLoopAsync(channels, peak / 2, After);
        var bad = answers.Where(a => a.Code != StatusCode.OK).Select(a => a.Second).DefaultIfEmpty(-1).Max();
        Tell("peak_calls_per_second", peak);
        Tell("offered_calls_per_second", over.Count / Over.TotalSeconds);
        Tell("goodput_vs_peak", good / peak);
        Tell("shed", shed.Count);
        Tell("shed_without_retry_info", shed.Count(a => !a.SaysWhen));
        Tell("other_errors", over.Count(a => a.Code is not (StatusCode.OK or StatusCode.ResourceExhausted)));
        Tell("p99_answered_ms", Percentile(over.Where(a => a.Code == StatusCode.OK)));
        Tell("p99_shed_ms", Percentile(shed));
        Tell("recovered_seconds", bad + 1);
        Tell("p99_after_ms", Percentile(answers));
        channels.ForEach(c => c.Dispose());
        Assert.Equal(0, site.All.Count(r => r.ProcessId == 0));
    }

    private Task ClosedLoopAsync(List<GrpcChannel> channels, TimeSpan length)
    {
        var started = Stopwatch.StartNew();
        return Task.WhenAll(channels.SelectMany(c => new[] { c, c }).Select(channel => Task.Run(async () =>
        {
            while (started.Elapsed < length)
            {
                await CallAsync(channel, started);
            }
        })));
    }

    private async Task OpenLoopAsync(List<GrpcChannel> channels, double rate, TimeSpan length)
    {
        var calls = new List<Task>();
        for (var started = Stopwatch.StartNew(); started.Elapsed < length; await Task.Delay(1))
        {
            for (var due = (int)(started.Elapsed.TotalSeconds * rate); calls.Count < due;)
            {
                calls.Add(CallAsync(channels[calls.Count % channels.Count], started));
            }
        }

        await Task.WhenAll(calls);
    }

    private async Task CallAsync(GrpcChannel channel, Stopwatch started)
    {
        var (second, begin) = ((int)started.Elapsed.TotalSeconds, Stopwatch.GetTimestamp());
        var (code, says) = (StatusCode.OK, false);
        try
        {
            await new AgreementService.AgreementServiceClient(channel).CreateAgreementAsync(new CreateAgreementRequest
            {
                AgreementId = string.Create(CultureInfo.InvariantCulture, $"load-{Interlocked.Increment(ref names)}"),
                RequestId = Guid.NewGuid().ToString(),
                Agreement = new Agreement { Kind = AgreementKind.Memorandum, Subject = "Load", Parties = { new Party { Resource = "countries/KR" }, new Party { Resource = "countries/UY" } } },
            }, deadline: DateTime.UtcNow + Deadline);
        }
        catch (RpcException e)
        {
            (code, says) = (e.StatusCode, e.GetRpcStatus()?.GetDetail<RetryInfo>() is not null);
        }

        answers.Add(new Answer(second, code, says, Stopwatch.GetElapsedTime(begin)));
    }

    private static double Percentile(IEnumerable<Answer> answers)
    {
        var times = answers.Select(a => a.Took.TotalMilliseconds).Order().ToList();
        return times.Count == 0 ? 0 : times[(int)((times.Count - 1) * 0.99)];
    }

    private static void Tell(string name, double value)
    {
        if (Environment.GetEnvironmentVariable("EGOV_FAULT_LOG") is { Length: > 0 } file)
        {
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.###}\n"));
        }
    }

    private sealed record Answer(int Second, StatusCode Code, bool SaysWhen, TimeSpan Took);
}

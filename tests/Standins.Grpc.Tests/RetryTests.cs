using System.Collections.Concurrent;
using System.Diagnostics;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Calls sent again because the service config says so.</summary>
public sealed class RetryTests
{
    private static readonly string[] Twice = ["14", "14"];

    [Theory]
    [InlineData(new string[] { }, 4, StatusCode.OK, 1)]
    [InlineData(new[] { "14", "14" }, 4, StatusCode.OK, 3)]
    [InlineData(new[] { "14", "14", "14" }, 3, StatusCode.Unavailable, 3)]
    [InlineData(new[] { "14", "14", "14", "14", "14", "14" }, 10, StatusCode.Unavailable, 5)]
    [InlineData(new[] { "9" }, 4, StatusCode.FailedPrecondition, 1)]
    [InlineData(new[] { "14", "9" }, 4, StatusCode.FailedPrecondition, 2)]
    [InlineData(new[] { "14 -1" }, 4, StatusCode.Unavailable, 1)]
    [InlineData(new[] { "14 soon" }, 4, StatusCode.Unavailable, 1)]
    [InlineData(new[] { "14 0", "14 5" }, 4, StatusCode.OK, 3)]
    public async Task Unavailable_is_tried_again(string[] answers, int maxAttempts, StatusCode expected, int attempts)
    {
        await using var server = await StartAsync(answers);
        using var channel = Channel(server, maxAttempts);

        var call = channel.Client().EchoAsync(new EchoRequest { Text = "again" }).ResponseAsync;
        if (expected == StatusCode.OK)
        {
            Assert.Equal("again", (await call.WaitAsync(Patience)).Text);
        }
        else
        {
            await FailsAsync(expected, () => call);
        }

        Assert.Equal(Enumerable.Range(0, attempts), Script(server).PreviousAttempts);
    }

    [Fact]
    public async Task A_server_stream_that_has_not_begun_is_tried_again()
    {
        await using var server = await StartAsync(Twice);
        using var channel = Channel(server, 4);
        using var call = channel.Client().Count(new CountRequest { Count = 3 });

        Assert.Equal(3, await call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync());
    }

    [Fact]
    public async Task What_began_to_answer_is_not_sent_again()
    {
        await using var server = await StartAsync(["begin 14"]);
        using var channel = Channel(server, 4);
        using var call = channel.Client().Count(new CountRequest { Count = 3 });

        await FailsAsync(StatusCode.Unavailable, async () => await call.ResponseStream.ReadAllAsync().CountAsync());
        Assert.Single(Script(server).PreviousAttempts);
    }

    [Fact]
    public async Task A_stream_of_requests_is_not_sent_again()
    {
        await using var server = await StartAsync(Twice);
        using var channel = Channel(server, 4);
        using var call = channel.Client().Sum();

        await FailsAsync(StatusCode.Unavailable, () => call.ResponseAsync);
        Assert.Single(Script(server).PreviousAttempts);
    }

    [Fact]
    public async Task A_push_back_is_waited_for_and_ends_with_the_deadline()
    {
        await using var server = await StartAsync(["14 60000"]);
        using var channel = Channel(server, 4);
        var watch = Stopwatch.StartNew();

        await FailsAsync(StatusCode.DeadlineExceeded, async () =>
            await channel.Client().EchoAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddMilliseconds(300)));

        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(250), Patience);
        Assert.Single(Script(server).PreviousAttempts);
    }

    [Fact]
    public async Task Many_failures_stop_the_retries()
    {
        await using var server = await StartAsync(Enumerable.Repeat("14", 100));
        using var channel = Channel(server, 5, c => c.RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 10, TokenRatio = 0.1 });
        for (var i = 0; i < 10; i++)
        {
            await FailsAsync(StatusCode.Unavailable, async () => await channel.Client().EchoAsync(new EchoRequest()));
        }

        // Four retries take the bucket to half; after that each call is sent once.
        Assert.Equal(10 + 4, Script(server).PreviousAttempts.Count);
    }

    [Theory]
    [InlineData("standins.peer.v1.PeerService", "Echo", 3)]
    [InlineData("standins.peer.v1.PeerService", null, 3)]
    [InlineData("standins.peer.v1.PeerService", "Count", 1)]
    [InlineData("other.Service", null, 1)]
    public async Task A_policy_is_for_the_methods_it_names(string service, string? method, int attempts)
    {
        await using var server = await StartAsync(["14", "14", "14"]);
        using var channel = Channel(server, 3, names: new MethodName { Service = service, Method = method });

        await FailsAsync(StatusCode.Unavailable, async () => await channel.Client().EchoAsync(new EchoRequest()));
        Assert.Equal(attempts, Script(server).PreviousAttempts.Count);
    }

    [Fact]
    public async Task A_message_too_large_to_keep_is_sent_once()
    {
        await using var server = await StartAsync(Twice);
        using var channel = server.Channel(o =>
        {
            o.ServiceConfig = Config(3, MethodName.Default);
            o.MaxRetryBufferPerCallSize = 10;
        });

        await FailsAsync(StatusCode.Unavailable, async () => await channel.Client().EchoAsync(new EchoRequest { Text = "more than ten bytes" }));
        Assert.Single(Script(server).PreviousAttempts);
    }

    [Fact]
    public void A_policy_must_be_whole()
    {
        var config = new ServiceConfig { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = new RetryPolicy { MaxAttempts = 1 } } } };
        Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress("http://127.0.0.1:1", new GrpcChannelOptions { ServiceConfig = config }));
    }

    private static Task<PeerServer> StartAsync(IEnumerable<string> answers) => PeerServer.StartAsync(
        s => s.AddSingleton(new ScriptedAnswers(answers)), app => app.MapGrpcService<ScriptedService>());

    private static ScriptedAnswers Script(PeerServer server) => server.Services.GetRequiredService<ScriptedAnswers>();

    private static GrpcChannel Channel(PeerServer server, int maxAttempts, Action<ServiceConfig>? configure = null, MethodName? names = null) => server.Channel(o =>
    {
        o.ServiceConfig = Config(maxAttempts, names ?? MethodName.Default);
        configure?.Invoke(o.ServiceConfig);
    });

    private static ServiceConfig Config(int maxAttempts, MethodName name) => new()
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { name },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = maxAttempts,
                    InitialBackoff = TimeSpan.FromMilliseconds(5),
                    MaxBackoff = TimeSpan.FromMilliseconds(20),
                    BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };

    /// <summary>Each line fails one call: a status code, and what the server says of retries.</summary>
    private sealed class ScriptedAnswers(IEnumerable<string> answers)
    {
        private readonly ConcurrentQueue<string> left = new(answers);

        public ConcurrentQueue<int> PreviousAttempts { get; } = new();

        public string? Next(ServerCallContext context)
        {
            PreviousAttempts.Enqueue(int.Parse(context.RequestHeaders.GetValue("grpc-previous-rpc-attempts") ?? "0", System.Globalization.CultureInfo.InvariantCulture));
            return left.TryDequeue(out var answer) ? answer : null;
        }

        public static RpcException Failure(string answer)
        {
            var parts = answer.Split(' ');
            var trailers = new Metadata();
            if (parts.Length > 1)
            {
                trailers.Add("grpc-retry-pushback-ms", parts[1]);
            }

            return new RpcException(new Status((StatusCode)int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), "scripted"), trailers);
        }
    }

    private sealed class ScriptedService(ScriptedAnswers script) : PeerService.PeerServiceBase
    {
        public override Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context) =>
            script.Next(context) is { } answer ? throw ScriptedAnswers.Failure(answer) : Task.FromResult(new EchoResponse { Text = request.Text });

        public override async Task Count(CountRequest request, IServerStreamWriter<CountResponse> responseStream, ServerCallContext context)
        {
            var answer = script.Next(context);
            if (answer?.StartsWith("begin ", StringComparison.Ordinal) == true)
            {
                await responseStream.WriteAsync(new CountResponse());
                throw ScriptedAnswers.Failure(answer[6..]);
            }

            for (var i = 0; i < request.Count; i++)
            {
                await responseStream.WriteAsync(answer is null ? new CountResponse() : throw ScriptedAnswers.Failure(answer));
            }
        }

        public override Task<SumResponse> Sum(IAsyncStreamReader<SumRequest> requestStream, ServerCallContext context) =>
            script.Next(context) is { } answer ? throw ScriptedAnswers.Failure(answer) : Task.FromResult(new SumResponse());
    }
}

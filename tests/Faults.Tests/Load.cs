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

/// <summary>Many clients that add agreements through the gateway, and how each was answered.</summary>
internal sealed class Load : IDisposable
{
    private const int Clients = 24;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly List<GrpcChannel> channels;
    private int names;

    public Load(Site site) => channels = [.. Enumerable.Range(0, Clients).Select(n => GrpcChannel.ForAddress($"http://127.0.0.1:{site.Gateways[0].GrpcPort}", new GrpcChannelOptions
    {
        HttpHandler = new BearerHandler(TestIssuer.Token($"load {n}", [Role.Editor]), new SocketsHttpHandler { EnableMultipleHttp2Connections = true }),
        DisposeHttpClient = true,
    }))];

    /// <summary>Settings of a site whose limits of one client are not what is measured.</summary>
    public static IReadOnlyDictionary<string, string?> Unlimited { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Gateway__CallsPerSecond"] = "1000000",
        ["Gateway__CallBurst"] = "1000000",
    };

    /// <summary>Each client sends two calls at a time, the next when one is answered.</summary>
    public async Task<IReadOnlyList<Answer>> ClosedAsync(TimeSpan length)
    {
        var (answers, started) = (new ConcurrentBag<Answer>(), Stopwatch.StartNew());
        await Task.WhenAll(channels.SelectMany(c => new[] { c, c }).Select(channel => Task.Run(async () =>
        {
            while (started.Elapsed < length)
            {
                answers.Add(await CallAsync(channel, started));
            }
        })));
        return [.. answers];
    }

    /// <summary>All clients together, in an <see cref="OpenLoop"/>.</summary>
    public async Task<IReadOnlyList<Answer>> OpenAsync(double rate, TimeSpan length) =>
        await OpenLoop.RunAsync(rate, length, (number, started) => CallAsync(channels[number % channels.Count], started));

    public void Dispose() => channels.ForEach(c => c.Dispose());

    private async Task<Answer> CallAsync(GrpcChannel channel, Stopwatch started)
    {
        var (second, begin) = ((int)started.Elapsed.TotalSeconds, Stopwatch.GetTimestamp());
        var id = string.Create(CultureInfo.InvariantCulture, $"load-{Interlocked.Increment(ref names)}");
        var (code, says) = (StatusCode.OK, false);
        try
        {
            await new AgreementService.AgreementServiceClient(channel).CreateAgreementAsync(new CreateAgreementRequest
            {
                AgreementId = id,
                RequestId = Guid.NewGuid().ToString(),
                Agreement = new Agreement { Kind = AgreementKind.Memorandum, Subject = "Load", Parties = { new Party { Resource = "countries/KR" }, new Party { Resource = "countries/UY" } } },
            }, deadline: DateTime.UtcNow + Deadline);
        }
        catch (RpcException e)
        {
            (code, says) = (e.StatusCode, e.GetRpcStatus()?.GetDetail<RetryInfo>() is not null);
        }

        return new Answer($"agreements/{id}", second, code, says, Stopwatch.GetElapsedTime(begin));
    }

    /// <param name="Name">The agreement asked for.</param>
    /// <param name="Second">When it was asked for, in whole seconds from the start.</param>
    /// <param name="Code">How it ended.</param>
    /// <param name="SaysWhen">A refusal says when to come again.</param>
    /// <param name="Took">How long the client waited.</param>
    public sealed record Answer(string Name, int Second, StatusCode Code, bool SaysWhen, TimeSpan Took);
}

using System.Collections.Concurrent;
using System.Net;
using EGovPlatform.Common.V1;
using Google.Api;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace EGovPlatform.SystemTests;

/// <summary>
/// Who may do what to which record on which way, through the gateway: every rpc by every role in every scope over every
/// transport, and every method on a record by every role in every scope at every visibility over every transport. What is
/// declared is observed, and the transports answer alike.
/// </summary>
public sealed class AccessMatrixTests(Platform platform)
{
    private static readonly ParallelOptions Parallel = new() { MaxDegreeOfParallelism = 24 };

    private readonly ConcurrentQueue<string> mismatches = new();
    private int cells;

    [Fact]
    public async Task Every_rpc_decides_by_role_whatever_the_scope_on_every_transport()
    {
        var callers = MatrixCallers.All(platform);
        await EachAsync(MatrixMethods.All.Select(MatrixCall.Idle), async (call, transports) =>
        {
            foreach (var caller in callers)
            {
                var declared = Declared(call.Method, caller.Role);
                var observed = await transports.AllAsync(call, caller.Token);
                foreach (var (transport, answer) in observed)
                {
                    // What names no record finds none; the decision comes before.
                    var decision = answer.Decision is Decision.Hidden or Decision.OutOfScope ? Decision.LetIn : answer.Decision;
                    Compare(call, caller, "", transport, declared, decision);
                }

                Alike(call, caller, "", observed);
            }
        });
        Report(minimum: 90_000);
    }

    [Fact]
    public async Task Every_method_on_a_record_decides_by_scope_and_visibility_on_every_transport()
    {
        await using var records = await MatrixRecords.CreateAsync(platform);
        var callers = MatrixCallers.All(platform);
        await EachAsync(records.Calls, async (call, transports) =>
        {
            foreach (var caller in callers)
            {
                var declared = Declared(call.Call.Method, caller.Role);
                if (declared == Decision.LetIn)
                {
                    declared = call.Declared(caller);
                }

                var observed = await transports.AllAsync(call.Call, caller.Token);
                foreach (var (transport, answer) in observed)
                {
                    Compare(call.Call, caller, call.Visibility.ToString(), transport, declared, call.Found(answer));
                }

                Alike(call.Call, caller, call.Visibility.ToString(), observed);
            }
        });
        Report(minimum: 60_000);
    }

    private async Task EachAsync<T>(IEnumerable<T> calls, Func<T, Transports, Task> decide)
    {
        using var transports = new Transports(platform);
        await System.Threading.Tasks.Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = Parallel.MaxDegreeOfParallelism, CancellationToken = TestContext.Current.CancellationToken }, async (call, _) => await decide(call, transports));
    }

    private void Compare(MatrixCall call, MatrixCaller caller, string visibility, string transport, Decision declared, Decision observed)
    {
        Interlocked.Increment(ref cells);
        if (declared != observed)
        {
            mismatches.Enqueue($"{call.Method.FullName} by {caller} on {visibility} over {transport}: declared {declared}, observed {observed}");
        }
    }

    // A stream that is let in may be cut by its deadline at any moment, and a document (HttpBody) has other bytes in JSON.
    private void Alike(MatrixCall call, MatrixCaller caller, string visibility, IReadOnlyDictionary<string, Observed> observed)
    {
        if (!call.Method.IsServerStreaming && call.Method.InputType != HttpBody.Descriptor && observed.Values.Select(o => o.Code).Distinct().Count() > 1)
        {
            mismatches.Enqueue($"{call.Method.FullName} by {caller} on {visibility}: {string.Join(", ", observed.Select(o => $"{o.Key} {o.Value.Code}"))}");
        }
    }

    private void Report(int minimum)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"{cells} cells, {mismatches.Count} mismatches");
        Assert.True(mismatches.IsEmpty, $"{mismatches.Count} of {cells} cells differ:\n{string.Join('\n', mismatches.Take(20))}");
        Assert.InRange(cells, minimum, int.MaxValue);
    }

    private static Decision Declared(MethodDescriptor method, Role? caller)
    {
        var policy = method.GetOptions().GetExtension(PolicyExtensions.Policy);
        return policy.Anonymous ? Decision.LetIn
            : caller is not { } role ? Decision.Unauthenticated
            : !policy.Roles.Contains(role) ? Decision.Denied
            // Who is let in here is told that the secret of nobody does not work.
            : method.Name == "ExchangeApiKey" ? Decision.Unauthenticated : Decision.LetIn;
    }
}

/// <summary>The three ways to the platform.</summary>
internal sealed class Transports(Platform platform) : IDisposable
{
    private readonly Grpc.Net.Client.GrpcChannel grpc = platform.Channel(web: false);
    private readonly Grpc.Net.Client.GrpcChannel web = platform.Channel(web: true);
    private readonly HttpClient http = platform.Client();

    /// <summary>What each answers. What only gateways ask has no route in JSON.</summary>
    public async Task<IReadOnlyDictionary<string, Observed>> AllAsync(MatrixCall call, string? token)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var all = new Dictionary<string, Observed>(StringComparer.Ordinal)
        {
            ["gRPC"] = await AgainAsync(() => call.GrpcAsync(grpc.CreateCallInvoker(), token, cancellation)),
            ["gRPC-Web"] = await AgainAsync(() => call.GrpcAsync(web.CreateCallInvoker(), token, cancellation)),
        };
        if (call.Method.Service.Name != "ApiKeyExchangeService")
        {
            all["JSON"] = await AgainAsync(() => call.JsonAsync(http, token, cancellation));
        }

        return all;
    }

    public void Dispose()
    {
        grpc.Dispose();
        web.Dispose();
        http.Dispose();
    }

    // The door counts calls by address; a refusal for their number is no decision about the caller.
    private static async Task<Observed> AgainAsync(Func<Task<Observed>> send)
    {
        for (var attempt = 1; ; attempt++)
        {
            var observed = await send();
            if (observed.Code != StatusCode.ResourceExhausted || attempt == 100)
            {
                return observed;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}

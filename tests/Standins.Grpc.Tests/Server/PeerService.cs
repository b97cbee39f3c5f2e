using EGovPlatform.Standins.Grpc.Tests.Peer;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>What a service saw of its calls; one per server, so that tests can look.</summary>
public sealed class Observations
{
    public List<string> Intercepted { get; } = [];

    public int ServicesMade;

    public int ServicesDisposed;

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

public sealed class PeerImplementation : PeerService.PeerServiceBase, IDisposable
{
    private readonly Observations observations;

    public PeerImplementation(Observations observations)
    {
        this.observations = observations;
        Interlocked.Increment(ref observations.ServicesMade);
    }

    public void Dispose() => Interlocked.Increment(ref observations.ServicesDisposed);

    public override async Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context)
    {
        observations.Entered.TrySetResult();
        switch (request.Behavior)
        {
            case "fail":
                throw new RpcException(
                    new Status((StatusCode)request.Code, request.Text),
                    new Metadata { { "reason", "asked" }, { "proof-bin", request.Payload.ToByteArray() } });
            case "rich":
                throw Rich(request.Text).ToRpcException();
            case "throw":
                throw new InvalidOperationException("a secret");
            case "null":
                return null!;
            case "status":
                context.Status = new Status(StatusCode.DataLoss, "set, not thrown");
                break;
            case "wait":
                await WaitForCancellation(context.CancellationToken);
                break;
            case "stuck":
                await observations.Release.Task;
                break;
            case "headers":
                await context.WriteResponseHeadersAsync([.. context.RequestHeaders.Where(h => h.Key.StartsWith("x-", StringComparison.Ordinal))]);
                context.ResponseTrailers.Add("x-trailer", "behind");
                context.ResponseTrailers.Add("x-trailer-bin", [1, 2, 250]);
                break;
            case "compress":
                await context.WriteResponseHeadersAsync(new Metadata { { "grpc-internal-encoding-request", "gzip" } });
                break;
            case "encoding":
                return new EchoResponse { Text = context.GetHttpContext().Request.Headers["grpc-encoding"] };
            case "bad header":
                await context.WriteResponseHeadersAsync(new Metadata { { "x-name", "안" } });
                break;
            case "bad trailer":
                context.ResponseTrailers.Add("x-name", "two\nlines");
                break;
            case "context":
                return new EchoResponse { Text = $"{context.Method}|{context.Host}|{context.Peer}|{context.Deadline:O}|{context.GetHttpContext().Request.Protocol}" };
        }

        return new EchoResponse { Text = request.Text, Payload = request.Payload };
    }

    public override async Task Count(CountRequest request, IServerStreamWriter<CountResponse> responseStream, ServerCallContext context)
    {
        for (var i = 1; i <= request.Count; i++)
        {
            await responseStream.WriteAsync(new CountResponse { Number = i }, context.CancellationToken);
        }

        switch (request.Behavior)
        {
            case "fail":
                throw new RpcException(new Status(StatusCode.Aborted, "after the last"));
            case "wait":
                await WaitForCancellation(context.CancellationToken);
                break;
        }
    }

    public override async Task<SumResponse> Sum(IAsyncStreamReader<SumRequest> requestStream, ServerCallContext context)
    {
        var sum = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            sum += request.Number;
        }

        return new SumResponse { Sum = sum };
    }

    public override async Task Chat(IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync())
        {
            await responseStream.WriteAsync(new EchoResponse { Text = request.Text, Payload = ByteString.CopyFromUtf8(request.Behavior) });
        }
    }

    public static Google.Rpc.Status Rich(string message) => new()
    {
        Code = (int)Google.Rpc.Code.InvalidArgument,
        Message = message,
        Details = { Google.Protobuf.WellKnownTypes.Any.Pack(new Google.Rpc.BadRequest { FieldViolations = { new Google.Rpc.BadRequest.Types.FieldViolation { Field = "name", Description = "is missing" } } }) },
    };

    private async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMinutes(1), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            observations.Cancelled.TrySetResult();
            throw;
        }
    }
}

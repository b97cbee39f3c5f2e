using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Protocol;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client.Internal;

/// <summary>One call. It ends once, with the first of: its trailers, a failure, its deadline, cancellation, disposal.</summary>
internal sealed class HttpCall<TRequest, TResponse> : IDisposable
    where TRequest : class where TResponse : class
{
    private static readonly Status DisposedStatus = new(StatusCode.Cancelled, "gRPC call disposed.");
    private static readonly Status CancelledStatus = new(StatusCode.Cancelled, "Call canceled by the client.");
    private static readonly Status DeadlineStatus = new(StatusCode.DeadlineExceeded, "");

    private readonly GrpcChannel channel;
    private readonly Method<TRequest, TResponse> method;
    private readonly string? host;
    private readonly CallOptions options;
    private readonly CancellationTokenSource source = new();
    private readonly TaskCompletionSource<Metadata> headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock sync = new();
    private Task<FrameReader<TResponse>?>? reader;
    private StreamingContent? requestStream;
    private PipeReader? pipe;
    private HttpResponseMessage? response;
    private CancellationTokenRegistration cancellation;
    private CancellationTokenRegistration channelDisposal;
    private Timer? deadlineTimer;
    private CallTelemetry? telemetry;
    private Outcome? outcome;

    public HttpCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        this.channel = channel;
        this.method = method;
        this.host = host;
        this.options = options;
    }

    public Task<Metadata> HeadersAsync => headers.Task;

    public Method<TRequest, TResponse> Method => method;

    public void Start(TRequest request)
    {
        Watch();
        try
        {
            var frame = Serialize(request, options.WriteOptions);
            var replayable = !(frame.Length > channel.Options.MaxRetryBufferPerCallSize);
            reader = SendAsync(() => new ReadOnlyMemoryContent(frame), replayable);
        }
        catch (Exception e)
        {
            Fail(e);
            reader = Task.FromResult<FrameReader<TResponse>?>(null);
        }
    }

    public RequestStream<TRequest, TResponse> StartStream()
    {
        Watch();
        var content = requestStream = new StreamingContent();
        reader = SendAsync(() => content, replayable: false);
        return new RequestStream<TRequest, TResponse>(this, content, options.WriteOptions);
    }

    /// <summary>The message as a frame, compressed when the call asks for it.</summary>
    public ReadOnlyMemory<byte> Serialize(TRequest message, WriteOptions? writeOptions)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var asked = options.Headers?.GetValue(HeaderText.RequestEncoding);
        if (!channel.Encodings.TryFind(asked, out var compression))
        {
            throw new RpcException(new Status(StatusCode.Internal, $"Could not find compression provider for '{asked}'."));
        }

        if (compression is null || (writeOptions?.Flags & WriteFlags.NoCompress) == WriteFlags.NoCompress)
        {
            FrameSerializationContext.Write(buffer, message, method.RequestMarshaller, channel.Options.MaxSendMessageSize, out _);
        }
        else
        {
            CompressedFrame.Write(buffer, message, method.RequestMarshaller, channel.Options.MaxSendMessageSize, compression, level: null);
        }

        return buffer.WrittenMemory;
    }

    public Status GetStatus() =>
        outcome?.Status ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    public Metadata GetTrailers() =>
        outcome?.Trailers ?? throw new InvalidOperationException("Can't get the call trailers because the call has not completed successfully.");

    public async Task<TResponse> ReadSingleAsync()
    {
        var message = await ReadAsync().ConfigureAwait(false);
        if (message is not null && await ReadAsync().ConfigureAwait(false) is not null)
        {
            End(new Status(StatusCode.Internal, "The server sent more than one message."));
            throw Failure();
        }

        if (message is null)
        {
            ReplaceOutcome(new Status(StatusCode.Internal, "The server ended the call with OK and no message."));
            throw Failure();
        }

        return message;
    }

    /// <summary>The next message, or null when the call ended well.</summary>
    public async Task<TResponse?> ReadAsync()
    {
        TResponse? message = null;
        try
        {
            if (await reader!.ConfigureAwait(false) is { } frames && outcome is null)
            {
                message = await frames.ReadAsync(source.Token).ConfigureAwait(false);
            }

            if (message is null && outcome is null)
            {
                End(CallResponse.ReadStatus(response!.TrailingHeaders) ?? new Status(StatusCode.Unknown, "No grpc-status found on response."), CallResponse.ReadMetadata(response.TrailingHeaders));
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }

        if (outcome is not null)
        {
            pipe?.Complete();
        }

        return outcome is { Status.StatusCode: not StatusCode.OK } ? throw Failure() : message;
    }

    public void Cancel() => End(CancelledStatus);

    public void Dispose() => End(DisposedStatus);

    /// <summary>What an operation throws once the call has ended.</summary>
    public Exception Failure()
    {
        var (status, trailers) = outcome!;
        if (channel.Options.ThrowOperationCanceledOnCancellation && status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded)
        {
            return new OperationCanceledException(status.Detail, new RpcException(status, trailers), options.CancellationToken);
        }

        return new RpcException(status, trailers);
    }

    /// <summary>The exception a write meets when the call is over, else null.</summary>
    public Exception? WriteFailure() => outcome switch
    {
        null => null,
        { Status.StatusCode: StatusCode.OK } => new InvalidOperationException("Can't write the message because the call is complete."),
        _ => Failure(),
    };

    private void Fail(Exception e)
    {
        // A server that sees the deadline first may just reset the stream.
        var late = e is not RpcException && options.Deadline is { } deadline && deadline.ToUniversalTime() <= DateTime.UtcNow;
        End(late ? DeadlineStatus : CallResponse.FromException(e), (e as RpcException)?.Trailers);
    }

    private void Watch()
    {
        telemetry = CallTelemetry.Begin(channel.Address, method);
        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            var left = deadline.ToUniversalTime() - DateTime.UtcNow;
            if (left <= TimeSpan.Zero)
            {
                End(DeadlineStatus);
                return;
            }

            if (left.TotalMilliseconds < int.MaxValue)
            {
                deadlineTimer = new Timer(static call => ((HttpCall<TRequest, TResponse>)call!).End(DeadlineStatus), this, left, Timeout.InfiniteTimeSpan);
            }
        }

        cancellation = options.CancellationToken.UnsafeRegister(static call => ((HttpCall<TRequest, TResponse>)call!).End(CancelledStatus), this);
        channelDisposal = channel.Disposed.UnsafeRegister(static call => ((HttpCall<TRequest, TResponse>)call!).End(DisposedStatus), this);
        if (outcome is not null)
        {
            Unwatch();
        }
    }

    private void Unwatch()
    {
        cancellation.Unregister();
        channelDisposal.Unregister();
        deadlineTimer?.Dispose();
    }

    private async Task<FrameReader<TResponse>?> SendAsync(Func<HttpContent> content, bool replayable)
    {
        // Here and not before: the caller's own activity stays the current one outside this method.
        telemetry?.StartActivity();
        try
        {
            source.Token.ThrowIfCancellationRequested();
            response = await new CallAttempts(channel, method, host, options, content).SendAsync(replayable, source.Token).ConfigureAwait(false);
            // The call may have ended while nobody could dispose the response.
            source.Token.ThrowIfCancellationRequested();
            var metadata = CallResponse.ReadMetadata(response.Headers);
            if (CallResponse.Validate(response) is { } invalid)
            {
                throw new RpcException(invalid, metadata);
            }

            headers.TrySetResult(metadata);
            if (CallResponse.ReadStatus(response.Headers) is { } status)
            {
                End(status, metadata);
                return null;
            }

            pipe = PipeReader.Create(await response.Content.ReadAsStreamAsync(source.Token).ConfigureAwait(false));
            var encoding = metadata.GetValue(HeaderText.Encoding);
            return channel.Encodings.TryFind(encoding, out var compression)
                ? new FrameReader<TResponse>(pipe, method.ResponseMarshaller, channel.Options.MaxReceiveMessageSize, compression)
                : throw new RpcException(new Status(StatusCode.Internal, $"Unsupported grpc-encoding value '{encoding}'. Supported encodings: {channel.Encodings.AcceptText}"));
        }
        catch (Exception e)
        {
            Fail(e);
            response?.Dispose();
            return null;
        }
    }

    private void End(Status status, Metadata? trailers = null)
    {
        lock (sync)
        {
            if (outcome is not null)
            {
                return;
            }

            outcome = new Outcome(status, trailers ?? []);
        }

        Unwatch();
        telemetry?.End(status);
        if (status.StatusCode != StatusCode.OK)
        {
            channel.Logger.LogDebug(status.DebugException, "{Method} ended with {StatusCode}: {Detail}", method.FullName, status.StatusCode, status.Detail);
            headers.TrySetException(Failure());
            _ = headers.Task.Exception; // Nobody has to ask for the headers.
            source.Cancel();
        }

        requestStream?.Abandon(WriteFailure()!);
        response?.Dispose();
    }

    private void ReplaceOutcome(Status status)
    {
        lock (sync)
        {
            outcome = new Outcome(status, outcome?.Trailers ?? []);
        }
    }

    private sealed record Outcome(Status Status, Metadata Trailers);
}

using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// A call by the gRPC protocol. The response ends once: by the method's end or by the deadline, whichever comes first.
/// A deadline does not wait for a method that ignores its token.
/// </summary>
internal sealed class GrpcServerCallContext(HttpContext httpContext, IMethod method, MethodOptions options)
    : HttpContextServerCallContext(httpContext, method, options)
{
    private readonly Lock sync = new();
    private Timer? deadlineTimer;
    private ICompressionProvider? compression;
    private Task? endByDeadline;
    private bool messageWritten;
    private bool writing;
    private bool ended;
    private bool deadlineExceeded;

    public void StartDeadline()
    {
        // A timer cannot wait longer than about 49 days, and neither does a call.
        if (Timeout is { } timeout && timeout.TotalMilliseconds < int.MaxValue)
        {
            deadlineTimer = new Timer(static context => ((GrpcServerCallContext)context!).OnDeadline(), this, timeout, System.Threading.Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>How the messages of the client are compressed, or null. Answers are when the client accepts what the options name.</summary>
    /// <exception cref="RpcException">UNIMPLEMENTED: the client's compression is not known here.</exception>
    public ICompressionProvider? NegotiateCompression()
    {
        var headers = HttpContext.Request.Headers;
        string? encoding = headers[HeaderText.Encoding];
        if (!Options.Encodings.TryFind(encoding, out var received))
        {
            HttpContext.Response.Headers[HeaderText.AcceptEncoding] = Options.Encodings.AcceptText;
            throw new RpcException(new Status(StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{encoding}'. Supported encodings: {Options.Encodings.AcceptText}"));
        }

        if (Options.ResponseEncoding is not null)
        {
            UseCompression(Options.ResponseEncoding);
        }

        return received;
    }

    /// <summary>Writes the only message of a call; nothing when the deadline has ended the call already, which is no fault of the method.</summary>
    public Task WriteSingleAsync<T>(T message, Marshaller<T> marshaller)
    {
        lock (sync)
        {
            if (deadlineExceeded)
            {
                return Task.CompletedTask;
            }
        }

        return WriteMessageAsync(message, marshaller, WriteOptions, flush: false, CancellationToken.None);
    }

    public async Task WriteMessageAsync<T>(T message, Marshaller<T> marshaller, WriteOptions? writeOptions, bool flush, CancellationToken cancellationToken)
    {
        BeginWrite();
        try
        {
            var writer = HttpContext.Response.BodyWriter;
            if (compression is not null && (writeOptions?.Flags & WriteFlags.NoCompress) != WriteFlags.NoCompress)
            {
                CompressedFrame.Write(writer, message, marshaller, Options.MaxSendMessageSize, compression, Options.ResponseCompressionLevel);
            }
            else
            {
                WritePlain(writer, message, marshaller);
            }

            messageWritten = true;
            if (flush)
            {
                await writer.FlushAsync(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            lock (sync)
            {
                writing = false;
            }
        }
    }

    /// <summary>Ends the response with the status, unless the deadline has done so.</summary>
    public async Task EndAsync()
    {
        Task? other;
        lock (sync)
        {
            other = endByDeadline;
            if (!ended)
            {
                ended = true;
                if (deadlineExceeded)
                {
                    StatusCore = new Status(StatusCode.DeadlineExceeded, "");
                }

                WriteStatus(StatusCore);
            }
        }

        deadlineTimer?.Dispose();
        if (other is not null)
        {
            await other;
        }
    }

    /// <inheritdoc/>
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        if (responseHeaders?.GetValue(HeaderText.RequestEncoding) is { } asked && !HttpContext.Response.HasStarted)
        {
            UseCompression(asked);
        }

        return base.WriteResponseHeadersAsyncCore(responseHeaders!);
    }

    private void WritePlain<T>(System.IO.Pipelines.PipeWriter writer, T message, Marshaller<T> marshaller)
    {
        var broken = false;
        try
        {
            FrameSerializationContext.Write(writer, message, marshaller, Options.MaxSendMessageSize, out broken);
        }
        finally
        {
            if (broken)
            {
                HttpContext.Abort();
            }
        }
    }

    private void UseCompression(string encoding)
    {
        compression = Options.Encodings.Accepted(encoding, HttpContext.Request.Headers[HeaderText.AcceptEncoding]);
        if (compression is null)
        {
            HttpContext.Response.Headers.Remove(HeaderText.Encoding);
        }
        else
        {
            HttpContext.Response.Headers[HeaderText.Encoding] = encoding;
        }
    }

    private void BeginWrite()
    {
        lock (sync)
        {
            if (ended || deadlineExceeded)
            {
                throw new InvalidOperationException("Can't write the message because the request is complete.");
            }

            if (writing)
            {
                throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
            }

            writing = true;
        }
    }

    private void OnDeadline()
    {
        lock (sync)
        {
            if (ended)
            {
                return;
            }

            deadlineExceeded = true;
            // First the mark, then what it explains: a read that is cancelled asks why.
            CancelByDeadline();
            CancelRead();
            // A write under way is stopped by its token; the end of the method then writes the status.
            if (!writing)
            {
                ended = true;
                endByDeadline = CompleteByDeadlineAsync();
            }
        }
    }

    private void CancelRead()
    {
        try
        {
            HttpContext.Request.BodyReader.CancelPendingRead();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client went at the same moment: its read ends by itself, and the timer's thread must not.
        }
    }

    // What fails here fails the request, not the timer's thread.
    private async Task CompleteByDeadlineAsync()
    {
        WriteStatus(new Status(StatusCode.DeadlineExceeded, ""));
        await HttpContext.Response.CompleteAsync();
    }

    private void WriteStatus(Status status)
    {
        var response = HttpContext.Response;
        var destination = response.HasStarted || messageWritten
            ? HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers ?? throw new InvalidOperationException("Trailers are not supported for this response.")
            : response.Headers;
        if (HasResponseTrailers)
        {
            foreach (var entry in ResponseTrailersCore)
            {
                var text = HeaderText.Format(entry);
                if (HeaderText.IsPrintable(text))
                {
                    destination.Append(entry.Key, text);
                }
                else
                {
                    status = new Status(StatusCode.Internal, $"The value of trailer {entry.Key} cannot be sent: only printable ASCII can.");
                }
            }
        }

        destination[HeaderText.Status] = ((int)status.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!string.IsNullOrEmpty(status.Detail))
        {
            destination[HeaderText.Message] = HeaderText.PercentEncode(status.Detail);
        }

        Record(status);
    }
}

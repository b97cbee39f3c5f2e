using System.Globalization;
using System.IO.Pipelines;
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
internal sealed class GrpcServerCallContext(HttpContext httpContext, IMethod method, MethodOptions options, CallTelemetry telemetry)
    : HttpContextServerCallContext(httpContext, method, options, telemetry)
{
    // What has happened, set without locks: most calls meet nobody.
    private const int Writing = 1;
    private const int Ended = 2;
    private const int Late = 4;

    private int state;
    private ICompressionProvider? compression;
    private TaskCompletionSource? endByDeadline;
    private bool messageWritten;

    /// <summary>How the messages of the client are compressed, or null. Answers are when the client accepts what the options name.</summary>
    /// <exception cref="RpcException">UNIMPLEMENTED: the client's compression is not known here.</exception>
    public ICompressionProvider? NegotiateCompression()
    {
        var headers = HttpContext.Request.Headers;
        string? encoding = headers.GrpcEncoding;
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
    public void WriteSingle<T>(T message, Marshaller<T> marshaller)
    {
        var seen = Interlocked.CompareExchange(ref state, Writing, 0);
        if (seen == 0)
        {
            try
            {
                Write(message, marshaller, WriteOptions);
            }
            finally
            {
                Interlocked.And(ref state, ~Writing);
            }
        }
        else if ((seen & Late) == 0)
        {
            throw NotWritable(seen);
        }
    }

    /// <summary>Writes a message, and sends it on if it shall be flushed.</summary>
    public ValueTask WriteMessageAsync<T>(T message, Marshaller<T> marshaller, WriteOptions? writeOptions, bool flush, CancellationToken cancellationToken)
    {
        var seen = Interlocked.CompareExchange(ref state, Writing, 0);
        if (seen != 0)
        {
            throw NotWritable(seen);
        }

        var written = false;
        try
        {
            Write(message, marshaller, writeOptions);
            if (flush && HttpContext.Response.BodyWriter.FlushAsync(cancellationToken) is { IsCompletedSuccessfully: false } flushing)
            {
                written = true;
                return FlushAsync(flushing, cancellationToken);
            }
        }
        finally
        {
            if (!written)
            {
                Interlocked.And(ref state, ~Writing);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return default;
    }

    /// <summary>Ends the response with the status, unless the deadline has done so.</summary>
    public Task EndAsync()
    {
        var seen = Interlocked.Or(ref state, Ended);
        if ((seen & Ended) != 0)
        {
            return endByDeadline!.Task;
        }

        var elapsed = Elapsed;
        if ((seen & Late) != 0 || IsLate(elapsed))
        {
            StatusCore = new Status(StatusCode.DeadlineExceeded, "");
        }

        WriteStatus(StatusCore, elapsed);
        return Task.CompletedTask;
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

    // By the deadline the call may have ended before its first message: the method meets that as the end of its call.
    private static InvalidOperationException NotWritable(int seen) => new((seen & (Ended | Late)) != 0
        ? "Can't write the message because the request is complete."
        : "Can't write the message because the previous write is in progress.");

    private async ValueTask FlushAsync(ValueTask<FlushResult> flushing, CancellationToken cancellationToken)
    {
        try
        {
            await flushing;
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            Interlocked.And(ref state, ~Writing);
        }
    }

    private void Write<T>(T message, Marshaller<T> marshaller, WriteOptions? writeOptions)
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
    }

    private void WritePlain<T>(PipeWriter writer, T message, Marshaller<T> marshaller)
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
        compression = Options.Encodings.Accepted(encoding, HttpContext.Request.Headers.GrpcAcceptEncoding);
        if (compression is null)
        {
            HttpContext.Response.Headers.Remove(HeaderText.Encoding);
        }
        else
        {
            HttpContext.Response.Headers[HeaderText.Encoding] = encoding;
        }
    }

    protected override void OnDeadline()
    {
        endByDeadline = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int seen, next;
        do
        {
            seen = Volatile.Read(ref state);
            if ((seen & Ended) != 0)
            {
                return;
            }

            // A write under way is stopped by its token; the end of the method then writes the status.
            next = seen | Late | ((seen & Writing) == 0 ? Ended : 0);
        }
        while (Interlocked.CompareExchange(ref state, next, seen) != seen);

        // First the mark, then what it explains: a read that is cancelled asks why.
        CancelByDeadline();
        CancelRead();
        if ((next & Ended) != 0)
        {
            _ = CompleteByDeadlineAsync(endByDeadline);
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
    private async Task CompleteByDeadlineAsync(TaskCompletionSource end)
    {
        try
        {
            WriteStatus(new Status(StatusCode.DeadlineExceeded, ""), Elapsed);
            await HttpContext.Response.CompleteAsync();
            end.SetResult();
        }
        catch (Exception e)
        {
            end.SetException(e);
        }
    }

    private void WriteStatus(Status status, TimeSpan? elapsed)
    {
        var response = HttpContext.Response;
        var destination = response.HasStarted || messageWritten
            ? ((IHttpResponseTrailersFeature?)HttpContext.Features[typeof(IHttpResponseTrailersFeature)])?.Trailers ?? throw new InvalidOperationException("Trailers are not supported for this response.")
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

        destination.GrpcStatus = Code(status.StatusCode);
        if (!string.IsNullOrEmpty(status.Detail))
        {
            destination.GrpcMessage = HeaderText.PercentEncode(status.Detail);
        }

        Record(status, elapsed);
    }

    private static string Code(StatusCode code) => code == StatusCode.OK ? "0" : ((int)code).ToString(CultureInfo.InvariantCulture);
}

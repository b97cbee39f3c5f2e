using Microsoft.AspNetCore.Http.Features;

namespace EGovPlatform.Gateway.Streams;

/// <summary>The body of an answer without an end, which is ended in order when the gateway stops, and not cut off.</summary>
internal abstract class EndableBody(HttpResponse response, Stream inner) : Stream
{
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Whether the answer is complete.</summary>
    public bool Ended { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    protected HttpResponse Response => response;

    protected Stream Inner => inner;

    /// <summary>Whether it may end where it is: it has begun, and nothing is half written. Else it is cut off.</summary>
    protected abstract bool MayEnd { get; }

    /// <summary>Passes what a service answers on, until the gateway stops or the answer is over; what comes afterwards is dropped.</summary>
    public async Task ForwardAsync(RequestDelegate next, CancellationToken stopping)
    {
        var context = response.HttpContext;
        var original = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(original.RequestAborted);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping, original.RequestAborted);
        response.Body = this;
        context.Features.Set<IHttpRequestLifetimeFeature>(new Gentle(original, this, ended.Token));
        context.Features.Set<IHttpResetFeature>(context.Features.Get<IHttpResetFeature>() is { } reset ? new GentleReset(reset, this) : null);
        var forwarding = next(context);
        await Task.WhenAny(forwarding, Task.Delay(Timeout.InfiniteTimeSpan, over.Token));
        if (stopping.IsCancellationRequested)
        {
            // Who listens comes back, to a gateway that stays, and names the last position it has.
            await EndAsync();
            await ended.CancelAsync();
        }

        await over.CancelAsync();
        await forwarding;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!Ended)
            {
                await TakeAsync(buffer, cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Ended ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Takes a part of the service's answer, one after the other.</summary>
    protected abstract ValueTask TakeAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation);

    /// <summary>Adds what stands at the end of an answer that the gateway ends.</summary>
    protected virtual void AddEnd()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            gate.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task EndAsync()
    {
        await gate.WaitAsync(CancellationToken.None);
        try
        {
            if (MayEnd)
            {
                Ended = true;
                AddEnd();
                await response.CompleteAsync();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A stream that was ended in order is not cut off afterwards because what fed it was.</summary>
    private sealed class Gentle(IHttpRequestLifetimeFeature original, EndableBody body, CancellationToken ended) : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; } = ended;

        public void Abort()
        {
            if (!body.Ended)
            {
                original.Abort();
            }
        }
    }

    private sealed class GentleReset(IHttpResetFeature original, EndableBody body) : IHttpResetFeature
    {
        public void Reset(int errorCode)
        {
            if (!body.Ended)
            {
                original.Reset(errorCode);
            }
        }
    }
}

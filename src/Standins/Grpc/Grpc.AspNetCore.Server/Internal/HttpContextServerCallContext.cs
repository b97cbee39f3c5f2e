using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The call an HTTP request carries. The protocol that answers it derives from this: gRPC here, JSON in transcoding.</summary>
internal abstract class HttpContextServerCallContext : ServerCallContext, IServerCallContextFeature, IDisposable
{
    private static readonly Status Cancelled = new(StatusCode.Cancelled, "Call canceled by the client.");

    private readonly Activity? activity = Activity.Current;
    private readonly CallTelemetry telemetry;
    private readonly long started;
    private readonly TimeSpan timeout;
    private Lock? tokenLock;
    private Timer? deadlineTimer;
    private CancellationTokenSource? deadlineSource;
    private bool deadlinePassed;
    private bool disposed;
    private DateTime deadline;
    private Metadata? requestHeaders;
    private Metadata? responseTrailers;
    private AuthContext? authContext;

    public HttpContextServerCallContext(HttpContext httpContext, IMethod method, MethodOptions options, CallTelemetry telemetry)
    {
        HttpContext = httpContext;
        CalledMethod = method;
        Options = options;
        this.telemetry = telemetry;
        HasDeadline = HeaderText.TryParseTimeout(httpContext.Request.Headers.GrpcTimeout, out timeout);
        started = HasDeadline || CallTelemetry.IsMeasured ? Stopwatch.GetTimestamp() : 0;
        // Not by Set<T>, a generic virtual method: those cost a lookup at each call.
        httpContext.Features[typeof(IServerCallContextFeature)] = this;
        telemetry.Begin(activity);
    }

    public HttpContext HttpContext { get; }

    public IMethod CalledMethod { get; }

    public MethodOptions Options { get; }

    ServerCallContext IServerCallContextFeature.ServerCallContext => this;

    public bool HasResponseTrailers => responseTrailers is { Count: > 0 };

    /// <summary>Whether the client said how long the call may take.</summary>
    protected bool HasDeadline { get; }

    /// <summary>How long the call has taken; null when nobody asked to know.</summary>
    protected TimeSpan? Elapsed => started != 0 ? Stopwatch.GetElapsedTime(started) : null;

    protected override string MethodCore => CalledMethod.FullName;

    protected override string HostCore => HttpContext.Request.Host.Value ?? "";

    protected override string PeerCore => HttpContext.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } ip => string.Create(CultureInfo.InvariantCulture, $"ipv6:[{ip}]:{HttpContext.Connection.RemotePort}"),
        var ip => string.Create(CultureInfo.InvariantCulture, $"ipv4:{ip}:{HttpContext.Connection.RemotePort}"),
    };

    protected override DateTime DeadlineCore
    {
        get
        {
            if (deadline == default)
            {
                var (now, left) = (DateTime.UtcNow, HasDeadline ? Left : TimeSpan.MaxValue);
                deadline = left < DateTime.MaxValue - now ? now + left : DateTime.MaxValue;
            }

            return deadline;
        }
    }

    protected override Metadata RequestHeadersCore => requestHeaders ??= ReadHeaders(HttpContext.Request.Headers);

    // Made when it is asked for: many methods answer from memory and never do.
    protected override CancellationToken CancellationTokenCore
    {
        get
        {
            if (!HasDeadline)
            {
                return HttpContext.RequestAborted;
            }

            WatchDeadline();
            lock (TokenLock)
            {
                return deadlineSource is null && (disposed || deadlinePassed)
                    ? new CancellationToken(canceled: true)
                    : (deadlineSource ??= CancellationTokenSource.CreateLinkedTokenSource(HttpContext.RequestAborted)).Token;
            }
        }
    }

    protected override Metadata ResponseTrailersCore => responseTrailers ??= [];

    protected override Status StatusCore { get; set; } = Status.DefaultSuccess;

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => authContext ??= AuthContexts.Of(HttpContext.Connection.ClientCertificate);

    private TimeSpan Left => timeout - Stopwatch.GetElapsedTime(started);

    private Lock TokenLock => LazyInitializer.EnsureInitialized(ref tokenLock);

    /// <summary>
    /// Starts the timer of the deadline. Called when the call first has to wait or its token is asked for: a call that
    /// does neither has ended before a timer could matter.
    /// </summary>
    public void WatchDeadline()
    {
        if (!HasDeadline || Volatile.Read(ref deadlineTimer) is not null)
        {
            return;
        }

        // A timer cannot wait longer than about 49 days, and neither does a call.
        var left = Left;
        lock (TokenLock)
        {
            if (!disposed && left.TotalMilliseconds < int.MaxValue)
            {
                deadlineTimer ??= new Timer(
                    static context => ((HttpContextServerCallContext)context!).OnDeadline(), this, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Ends what the call holds. Nothing of it may be used after it.</summary>
    public void Dispose()
    {
        if (tokenLock is null)
        {
            disposed = true;
            return;
        }

        lock (tokenLock)
        {
            disposed = true;
            deadlineTimer?.Dispose();
            deadlineSource?.Dispose();
            deadlineSource = null;
        }
    }

    /// <summary>Sets the status, and the trailers it carries, from what a method threw.</summary>
    public void SetStatus(Exception exception)
    {
        if (exception is RpcException rpc)
        {
            foreach (var entry in rpc.Trailers)
            {
                ResponseTrailersCore.Add(entry);
            }

            StatusCore = rpc.Status.StatusCode == StatusCode.OK ? new Status(StatusCode.Unknown, rpc.Status.Detail) : rpc.Status;
        }
        else if (exception is ConnectionResetException or ConnectionAbortedException)
        {
            StatusCore = Cancelled;
        }
        else if (exception is IOException || (exception is OperationCanceledException && (deadlinePassed || HttpContext.RequestAborted.IsCancellationRequested)))
        {
            StatusCore = !deadlinePassed || HttpContext.RequestAborted.IsCancellationRequested ? Cancelled : new Status(StatusCode.DeadlineExceeded, "");
        }
        else
        {
            var detail = Options.EnableDetailedErrors
                ? $"Exception was thrown by handler. {exception.GetType().Name}: {exception.Message}"
                : "Exception was thrown by handler.";
            StatusCore = new Status(StatusCode.Unknown, detail, exception);
        }
    }

    /// <summary>Tells telemetry how the call ended.</summary>
    public void Record(Status status) => Record(status, Elapsed);

    protected void Record(Status status, TimeSpan? elapsed) => telemetry.End(status, activity, elapsed);

    /// <summary>Whether a call that took so long has passed its deadline.</summary>
    protected bool IsLate(TimeSpan? elapsed) => HasDeadline && elapsed >= timeout;

    /// <summary>What happens when the time is over.</summary>
    protected abstract void OnDeadline();

    /// <summary>Cancels the token. What the callbacks of a method throw stays theirs.</summary>
    protected void CancelByDeadline()
    {
        lock (TokenLock)
        {
            deadlinePassed = true;
            _ = deadlineSource?.CancelAsync();
        }
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (HttpContext.Response.HasStarted)
        {
            throw new InvalidOperationException("Response headers can only be sent once per call.");
        }

        foreach (var entry in responseHeaders)
        {
            if (entry.Key == HeaderText.RequestEncoding)
            {
                continue;
            }

            var text = HeaderText.Format(entry);
            HttpContext.Response.Headers.Append(entry.Key, HeaderText.IsPrintable(text) ? text : throw Unprintable(entry.Key));
        }

        return HttpContext.Response.BodyWriter.FlushAsync(CancellationTokenCore).AsTask();
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Outgoing calls take over deadline and cancellation by EnableCallContextPropagation.");

    private static RpcException Unprintable(string key) =>
        new(new Status(StatusCode.Internal, $"The value of header {key} cannot be sent: only printable ASCII can."));

    private static Metadata ReadHeaders(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            if (name.StartsWith(':') || IsProtocol(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                if (!HeaderText.TryAdd(metadata, name, value ?? ""))
                {
                    throw new RpcException(new Status(StatusCode.Internal, $"The value of header {name} is not base64."));
                }
            }
        }

        return metadata;
    }

    private static bool IsProtocol(string name) => name.ToLowerInvariant() is
        "grpc-timeout" or "grpc-encoding" or "grpc-accept-encoding" or "content-type" or "te" or "host" or "accept-encoding";
}

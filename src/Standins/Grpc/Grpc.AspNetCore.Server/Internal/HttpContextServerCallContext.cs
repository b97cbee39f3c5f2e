using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The call an HTTP request carries. The protocol that answers it derives from this: gRPC here, JSON in transcoding.</summary>
internal class HttpContextServerCallContext : ServerCallContext, IServerCallContextFeature, IDisposable
{
    private static readonly Status Cancelled = new(StatusCode.Cancelled, "Call canceled by the client.");

    private readonly Activity? activity = Activity.Current;
    private readonly Lock tokenLock = new();
    private CancellationTokenSource? deadlineSource;
    private bool deadlinePassed;
    private bool disposed;
    private Metadata? requestHeaders;
    private Metadata? responseTrailers;
    private AuthContext? authContext;

    public HttpContextServerCallContext(HttpContext httpContext, IMethod method, MethodOptions options)
    {
        HttpContext = httpContext;
        CalledMethod = method;
        Options = options;
        if (HeaderText.TryParseTimeout(httpContext.Request.Headers[HeaderText.Timeout], out var timeout))
        {
            Timeout = timeout;
            var now = DateTime.UtcNow;
            DeadlineCore = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        }

        httpContext.Features.Set<IServerCallContextFeature>(this);
        activity?.SetTag("rpc.system.name", "grpc");
        activity?.SetTag("rpc.method", method.FullName[1..]);
    }

    public HttpContext HttpContext { get; }

    public IMethod CalledMethod { get; }

    public MethodOptions Options { get; }

    ServerCallContext IServerCallContextFeature.ServerCallContext => this;

    public bool HasResponseTrailers => responseTrailers is { Count: > 0 };

    /// <summary>What the client allowed from the start of the call, or null.</summary>
    protected TimeSpan? Timeout { get; }

    protected override string MethodCore => CalledMethod.FullName;

    protected override string HostCore => HttpContext.Request.Host.Value ?? "";

    protected override string PeerCore => HttpContext.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } ip => string.Create(CultureInfo.InvariantCulture, $"ipv6:[{ip}]:{HttpContext.Connection.RemotePort}"),
        var ip => string.Create(CultureInfo.InvariantCulture, $"ipv4:{ip}:{HttpContext.Connection.RemotePort}"),
    };

    protected override DateTime DeadlineCore { get; } = DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => requestHeaders ??= ReadHeaders(HttpContext.Request.Headers);

    // Made when it is asked for: many methods answer from memory and never do.
    protected override CancellationToken CancellationTokenCore
    {
        get
        {
            lock (tokenLock)
            {
                if (deadlineSource is null && (disposed || deadlinePassed))
                {
                    return new CancellationToken(canceled: true);
                }

                return Timeout is null
                    ? HttpContext.RequestAborted
                    : (deadlineSource ??= CancellationTokenSource.CreateLinkedTokenSource(HttpContext.RequestAborted)).Token;
            }
        }
    }

    protected override Metadata ResponseTrailersCore => responseTrailers ??= [];

    protected override Status StatusCore { get; set; } = Status.DefaultSuccess;

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => authContext ??= AuthContexts.Of(HttpContext.Connection.ClientCertificate);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
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
    public void Record(Status status)
    {
        if (activity is null)
        {
            return;
        }

        var name = HeaderText.Name(status.StatusCode);
        activity.SetTag("rpc.response.status_code", name);
        if (status.StatusCode is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss)
        {
            activity.SetTag("error.type", name);
            activity.SetStatus(ActivityStatusCode.Error, status.Detail);
        }
    }

    /// <summary>Cancels the token. What the callbacks of a method throw stays theirs.</summary>
    protected void CancelByDeadline()
    {
        lock (tokenLock)
        {
            deadlinePassed = true;
            _ = deadlineSource?.CancelAsync();
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (tokenLock)
            {
                disposed = true;
                deadlineSource?.Dispose();
                deadlineSource = null;
            }
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

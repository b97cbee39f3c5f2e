using Grpc.AspNetCore.Server.Internal;
using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>A call by HTTP and JSON. A <c>grpc-timeout</c> header is honored as in gRPC.</summary>
internal sealed class JsonServerCallContext : HttpContextServerCallContext
{
    private readonly Timer? deadlineTimer;

    public JsonServerCallContext(HttpContext http, IMethod method, MethodOptions options)
        : base(http, method, options)
    {
        if (Timeout is { TotalMilliseconds: < int.MaxValue } timeout)
        {
            deadlineTimer = new Timer(
                static context => ((JsonServerCallContext)context!).CancelByDeadline(),
                this,
                timeout,
                System.Threading.Timeout.InfiniteTimeSpan);
        }
    }

    // Kept until the body is known: an error after this must still be able to set the status line.
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        foreach (var entry in responseHeaders)
        {
            HttpContext.Response.Headers.Append(entry.Key, HeaderText.Format(entry));
        }

        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        deadlineTimer?.Dispose();
        base.Dispose(disposing);
    }
}

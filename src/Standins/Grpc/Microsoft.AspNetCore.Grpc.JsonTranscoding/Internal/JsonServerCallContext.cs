using Grpc.AspNetCore.Server.Internal;
using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>A call by HTTP and JSON. A <c>grpc-timeout</c> header is honored as in gRPC.</summary>
internal sealed class JsonServerCallContext(HttpContext http, IMethod method, MethodOptions options, CallTelemetry telemetry)
    : HttpContextServerCallContext(http, method, options, telemetry)
{
    protected override void OnDeadline() => CancelByDeadline();

    // Kept until the body is known: an error after this must still be able to set the status line.
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        foreach (var entry in responseHeaders)
        {
            HttpContext.Response.Headers.Append(entry.Key, HeaderText.Format(entry));
        }

        return Task.CompletedTask;
    }
}

using System.Buffers;
using EGovPlatform.Gateway.Errors;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace EGovPlatform.Gateway.Door;

/// <summary>
/// Refuses a request that says in two ways where it ends. The server reads it in one way, but who stands before or behind us may read it
/// in the other and take a part of it for the next caller's request.
/// </summary>
internal sealed class Framing(RequestDelegate next)
{
    // Where Transfer-Encoding and Content-Length both come, Kestrel goes by the first and keeps the second under this name.
    private const string Overruled = "X-Content-Length";
    private const int ProtocolError = 1;

    // HTTP/2 frames by itself: these make its request malformed (RFC 9113, 8.2.2). Kestrel sees to Connection and TE.
    private static readonly string[] OfConnections = [HeaderNames.TransferEncoding, HeaderNames.KeepAlive, HeaderNames.ProxyConnection, HeaderNames.Upgrade];

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Makes the server refuse heads and chunks whose lines end with LF alone. Counts for the whole process, from before it listens.</summary>
    public static void RefuseLineFeeds() => AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (HttpProtocol.IsHttp2(context.Request.Protocol) && IsMalformed(headers))
        {
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(ProtocolError);
            return Task.CompletedTask;
        }

        if (!headers.ContainsKey(Overruled))
        {
            return next(context);
        }

        context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        return ErrorWriter.WriteAsync(context, Access.Errors.Malformed("The request says in two ways where it ends."));
    }

    private static bool IsMalformed(IHeaderDictionary headers)
    {
        foreach (var name in OfConnections)
        {
            if (headers.ContainsKey(name))
            {
                return true;
            }
        }

        // Kestrel takes names over HTTP/2 that would be two lines, or a name and a value, in HTTP/1.1.
        foreach (var (name, _) in headers)
        {
            if (name.AsSpan().ContainsAnyExcept(NameCharacters))
            {
                return true;
            }
        }

        return false;
    }
}

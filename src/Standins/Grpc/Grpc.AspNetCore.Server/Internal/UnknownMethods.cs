using System.Diagnostics;
using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The services that have been mapped, by name.</summary>
internal sealed class ServedServices
{
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);
}

/// <summary>
/// Answers calls to methods and services that are not served with UNIMPLEMENTED. It stands behind all endpoints, not
/// among them: a route for whatever is unknown would be a candidate of every known call, and its cost.
/// </summary>
internal sealed class UnknownMethods(ServedServices served, IOptions<GrpcServiceOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        if (options.Value.IgnoreUnknownServices != true)
        {
            app.Use(following => http => Detail(http.Request) is { } detail ? AnswerAsync(http, detail) : following(http));
        }
    };

    private static Task AnswerAsync(HttpContext http, string detail)
    {
        if (ProtocolCheck.Accept(http))
        {
            var activity = Activity.Current;
            var started = Stopwatch.GetTimestamp();
            CallTelemetry.Unknown.Begin(activity);
            ProtocolCheck.Answer(http, StatusCode.Unimplemented, detail);
            CallTelemetry.Unknown.End(new Status(StatusCode.Unimplemented, detail), activity, Stopwatch.GetElapsedTime(started));
        }

        return Task.CompletedTask;
    }

    // Null when the request is no call.
    private string? Detail(HttpRequest request)
    {
        if (served.Names.Count == 0 || !HttpMethods.IsPost(request.Method) || request.Path.Value is not { } path || !IsCall(request.ContentType))
        {
            return null;
        }

        var slash = path.IndexOf('/', 1);
        return slash < 0 || path.IndexOf('/', slash + 1) >= 0 ? null
            : served.Names.Contains(path[1..slash]) ? "Method is unimplemented." : "Service is unimplemented.";
    }

    private static bool IsCall(string? contentType) => HeaderText.IsGrpc(contentType) || GrpcWebText.IsText(contentType) is not null;
}

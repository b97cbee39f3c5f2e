using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace EGovPlatform.ServiceDefaults;

/// <summary>
/// Gives ASP.NET Core's server span the attributes of OpenTelemetry's HTTP conventions, which OpenTelemetry's
/// instrumentation package would set. The outermost middleware, so that it sees the final status.
/// </summary>
internal sealed class ServerSpans : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) => Listened(context) is { } span ? DescribeAsync(context, span, following) : following(context));
        next(app);
    };

    // An activity that only carries the trace on comes from no source, and nobody reads its attributes.
    private static Activity? Listened(HttpContext context) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span && span.Source.HasListeners() ? span : null;

    private static async Task DescribeAsync(HttpContext context, Activity span, RequestDelegate next)
    {
        if (context.Request.Path.Value is "/health" or "/alive")
        {
            // Asked every few seconds by whoever watches; nobody wants to see the answers as traces.
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            span.IsAllDataRequested = false;
            await next(context);
            return;
        }

        span.SetTag("http.request.method", context.Request.Method);
        span.SetTag("url.scheme", context.Request.Scheme);
        span.SetTag("url.path", context.Request.Path.Value);
        span.SetTag("network.protocol.version", HttpProtocol.IsHttp2(context.Request.Protocol) ? "2" : "1.1");
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            Finish(span, context, StatusCodes.Status500InternalServerError, e.GetType().FullName);
            throw;
        }

        Finish(span, context, context.Response.StatusCode, error: null);
    }

    private static void Finish(Activity span, HttpContext context, int status, string? error)
    {
        span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetTag("error.type", error ?? status.ToString(CultureInfo.InvariantCulture));
            span.SetStatus(ActivityStatusCode.Error);
        }

        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.SetTag("http.route", route);

        // A call of gRPC has been given the name of its method.
        if (span.GetTagItem("rpc.system.name") is null)
        {
            span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        }
    }
}

using System.Globalization;
using EGovPlatform.Gateway.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace EGovPlatform.Gateway.Streams;

/// <summary>
/// Server-sent events for the change feeds: who accepts `text/event-stream` gets what `WatchChanges` answers as events, each with its
/// position as id, and goes on after the one it names in `Last-Event-ID`. The service decides who may follow, and what is seen.
/// </summary>
internal sealed class EventStreams(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    private const string Feed = "/changes:watch";
    private const string LastEventId = "Last-Event-ID";
    private const string After = "afterPosition";

    public Task InvokeAsync(HttpContext context) => Asks(context.Request) ? StreamAsync(context) : next(context);

    /// <summary>Called with the head of the service's answer: from here on, its lines are events.</summary>
    public static ValueTask BeginAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { StatusCode: System.Net.HttpStatusCode.OK })
        {
            context.HttpContext.Features.Get<EventStreamBody>()?.Begin();
        }

        return ValueTask.CompletedTask;
    }

    private async Task StreamAsync(HttpContext context)
    {
        if (!Resume(context.Request))
        {
            await ErrorWriter.WriteAsync(context, Access.Errors.InvalidField(LastEventId, "POSITION", "Must be the id of an event of this feed."));
            return;
        }

        using var body = new EventStreamBody(context.Response, context.Response.Body);
        context.Features.Set(body);
        await body.ForwardAsync(next, lifetime.ApplicationStopping);
    }

    private static bool Asks(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.Value?.EndsWith(Feed, StringComparison.Ordinal) == true
        && MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) && accepted.Any(a => a.MediaType.Equals(EventStreamBody.MediaType, StringComparison.OrdinalIgnoreCase));

    private static bool Resume(HttpRequest request)
    {
        request.Headers.Accept = "application/json";
        request.Headers.Remove(HeaderNames.AcceptEncoding);
        if (request.Headers[LastEventId].ToString() is not { Length: > 0 } last)
        {
            return true;
        }

        if (!long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        query.Remove("after_position");
        query[After] = last;
        request.QueryString = QueryString.Create(query);
        return true;
    }
}

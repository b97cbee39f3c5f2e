using EGovPlatform.Gateway.Errors;

namespace EGovPlatform.Gateway.Streams;

/// <summary>Change feeds over gRPC end UNAVAILABLE when the gateway stops, instead of holding it up for as long as calls under way may take.</summary>
internal sealed class GrpcWatches(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    private const string Feed = "/WatchChanges";

    public Task InvokeAsync(HttpContext context) => IsWatch(context.Request) ? StreamAsync(context) : next(context);

    private async Task StreamAsync(HttpContext context)
    {
        using var body = new GrpcWatchBody(context.Response, context.Response.Body);
        await body.ForwardAsync(next, lifetime.ApplicationStopping);
    }

    // Browsers watch by gRPC-Web, whose end is a part of the body: their watches are cut off at the limit of draining.
    private static bool IsWatch(HttpRequest request) =>
        request.Path.Value?.EndsWith(Feed, StringComparison.Ordinal) == true && Calls.IsGrpc(request) && !Calls.IsGrpcWeb(request);
}

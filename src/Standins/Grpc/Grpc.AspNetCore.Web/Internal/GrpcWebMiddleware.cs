using Grpc.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>Shows a gRPC-Web request to what follows as a gRPC request, and writes the trailers of its answer into the body.</summary>
internal sealed class GrpcWebMiddleware(GrpcWebOptions options, RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && GrpcWebText.IsText(http.Request.ContentType) is { } text && IsEnabled(http)
            ? HandleAsync(http, text)
            : next(http);

    private bool IsEnabled(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IGrpcWebEnabledMetadata>()?.GrpcWebEnabled ?? options.DefaultEnabled;

    private async Task HandleAsync(HttpContext http, bool requestIsText)
    {
        var (request, response) = (http.Request, http.Response);
        var protocol = request.Protocol;
        var responseIsText = GrpcWebText.IsText(request.Headers.Accept) ?? false;
        var inner = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var innerTrailers = http.Features.Get<IHttpResponseTrailersFeature>();
        var body = new GrpcWebResponseBody(inner, responseIsText);
        http.Features.Set<IHttpResponseBodyFeature>(body);
        http.Features.Set<IHttpResponseTrailersFeature>(body);
        if (requestIsText)
        {
            request.Body = new Base64ReadStream(request.Body);
        }

        response.OnStarting(() =>
        {
            if (HeaderText.IsGrpc(response.ContentType))
            {
                response.ContentType = GrpcWebText.ContentType(responseIsText);
            }

            return Task.CompletedTask;
        });

        // What follows asks for HTTP/2 because of its trailers; here they need none.
        request.ContentType = HeaderText.ContentType;
        request.Protocol = HttpProtocol.Http2;
        try
        {
            await next(http);
            await body.WriteTrailersAsync();
        }
        finally
        {
            request.Protocol = protocol;
            http.Features.Set(inner);
            http.Features.Set(innerTrailers);
        }
    }
}

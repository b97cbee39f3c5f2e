using System.Net.Http.Headers;
using Grpc.Protocol;

namespace Grpc.Net.Client.Web.Internal;

/// <summary>Shows the body of a gRPC-Web answer as that of a gRPC answer: its trailers move where HTTP/2 has them.</summary>
internal static class GrpcWebResponseContent
{
    public static async Task<HttpContent> CreateAsync(HttpResponseMessage response, bool text, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var content = new StreamContent(new GrpcWebResponseStream(text ? new Base64ReadStream(body) : body, response.TrailingHeaders));
        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }

        content.Headers.ContentLength = null;
        content.Headers.ContentType = new MediaTypeHeaderValue(HeaderText.ContentType);
        return content;
    }
}

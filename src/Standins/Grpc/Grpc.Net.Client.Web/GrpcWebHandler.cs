using Grpc.Net.Client.Web.Internal;
using Grpc.Protocol;

namespace Grpc.Net.Client.Web;

/// <summary>Which of its two forms gRPC-Web takes.</summary>
public enum GrpcWebMode
{
    /// <summary>Bytes.</summary>
    GrpcWeb,

    /// <summary>Base64, for browsers that stream only text.</summary>
    GrpcWebText,
}

/// <summary>Turns gRPC calls into gRPC-Web calls, where proxies or browsers carry no HTTP/2 trailers.</summary>
public sealed class GrpcWebHandler : DelegatingHandler
{
    public GrpcWebHandler()
    {
    }

    public GrpcWebHandler(HttpMessageHandler innerHandler) : base(innerHandler)
    {
    }

    public GrpcWebHandler(GrpcWebMode mode) => GrpcWebMode = mode;

    public GrpcWebHandler(GrpcWebMode mode, HttpMessageHandler innerHandler) : base(innerHandler) => GrpcWebMode = mode;

    public GrpcWebMode GrpcWebMode { get; set; } = GrpcWebMode.GrpcWeb;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not { } content || !HeaderText.IsGrpc(content.Headers.ContentType?.ToString()))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var text = GrpcWebMode == GrpcWebMode.GrpcWebText;
        request.Content = new GrpcWebRequestContent(content, text);
        request.Headers.TE.Clear();
        request.Headers.TryAddWithoutValidation("accept", GrpcWebText.ContentType(text));
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (GrpcWebText.IsText(response.Content.Headers.ContentType?.ToString()) is { } answersText)
        {
            response.Content = await GrpcWebResponseContent.CreateAsync(response, answersText, cancellationToken).ConfigureAwait(false);
        }

        return response;
    }
}

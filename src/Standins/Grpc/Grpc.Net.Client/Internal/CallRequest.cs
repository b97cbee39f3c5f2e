using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Protocol;

namespace Grpc.Net.Client.Internal;

/// <summary>The HTTP request of a call.</summary>
internal static class CallRequest
{
    private static readonly MediaTypeHeaderValue ContentType = new(HeaderText.ContentType);
    private static readonly string UserAgent = $"grpc-dotnet/{typeof(CallRequest).Assembly.GetName().Version} (.NET {Environment.Version}; http/2)";

    public static HttpRequestMessage Create(GrpcChannel channel, Uri address, IMethod method, string? host, CallOptions options, HttpContent content)
    {
        content.Headers.ContentType = ContentType;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, method.FullName))
        {
            Version = channel.Options.HttpVersion ?? HttpVersion.Version20,
            // Without TLS there is nothing to negotiate: the first byte is HTTP/2.
            VersionPolicy = channel.Options.HttpVersionPolicy ?? HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.Host = host;
        request.Headers.TryAddWithoutValidation("user-agent", UserAgent);
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation(HeaderText.AcceptEncoding, channel.Encodings.AcceptText);
        if (options.Headers is not null)
        {
            AddHeaders(request, options.Headers);
        }

        return request;
    }

    public static void AddHeaders(HttpRequestMessage request, Metadata headers)
    {
        foreach (var entry in headers)
        {
            var (key, text) = (entry.Key, HeaderText.Format(entry));
            if (!HeaderText.IsPrintable(text))
            {
                throw new RpcException(new Status(StatusCode.Internal, $"The value of header {key} cannot be sent: only printable ASCII can."));
            }

            if (key == "user-agent")
            {
                request.Headers.Remove(key);
            }

            request.Headers.TryAddWithoutValidation(key == HeaderText.RequestEncoding ? HeaderText.Encoding : key, text);
        }
    }

    /// <summary>Lets the credentials of channel and call add their headers.</summary>
    public static async Task AddCredentialsAsync(HttpRequestMessage request, GrpcChannel channel, IMethod method, CallOptions options, CancellationToken cancellationToken)
    {
        if (!channel.SendsCallCredentials || (channel.CallCredentials.Count == 0 && options.Credentials is null))
        {
            return;
        }

        var own = options.Credentials is null ? [] : CallCredentialsReader.Read(options.Credentials);
        var url = $"{request.RequestUri!.Scheme}://{request.Headers.Host ?? request.RequestUri.Authority}/{method.ServiceName}";
        var context = new AuthInterceptorContext(url, method.Name, cancellationToken);
        foreach (var interceptor in channel.CallCredentials.Concat(own))
        {
            var metadata = new Metadata();
            await interceptor(context, metadata).ConfigureAwait(false);
            AddHeaders(request, metadata);
        }
    }
}

using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>How a channel reaches its server. Sizes are bytes; null means no limit.</summary>
public sealed class GrpcChannelOptions
{
    internal const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>Must fit the address: secure for https, insecure for http. Null chooses by the address.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>Largest message sent. Null, the default, means no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Largest message received, 4 MiB by default.</summary>
    public int? MaxReceiveMessageSize { get; set; } = DefaultMaxReceiveMessageSize;

    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Sends the calls; not together with <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Sends the calls; not together with <see cref="HttpClient"/>.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether the client or handler given is disposed with the channel. Off by default.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Whether a cancelled call throws OperationCanceledException in place of RpcException. Off by default.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether call credentials go over connections anybody can read. Off by default.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }
}

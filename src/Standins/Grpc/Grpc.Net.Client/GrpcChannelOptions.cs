using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.Compression;
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

    /// <summary>The compressions known, both ways: gzip and deflate by default. A call asks for one by the header <c>grpc-internal-encoding-request</c>.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>HTTP version of the requests. Null, the default, means 2.0.</summary>
    public Version? HttpVersion { get; set; }

    /// <summary>Whether another HTTP version will do. Null, the default, means exactly the one asked.</summary>
    public HttpVersionPolicy? HttpVersionPolicy { get; set; }

    /// <summary>Retries and load balancing. Null means neither.</summary>
    public ServiceConfig? ServiceConfig { get; set; }

    /// <summary>Holds the resolvers of addresses that are not http or https.</summary>
    public IServiceProvider? ServiceProvider { get; set; }

    /// <summary>Most times a call is sent, whatever its policy says. Five by default; null means no limit.</summary>
    public int? MaxRetryAttempts { get; set; } = 5;

    /// <summary>Largest request kept to be sent again, 1 MiB by default. Null means no limit.</summary>
    public long? MaxRetryBufferPerCallSize { get; set; } = 1024 * 1024;

    /// <summary>How long an address that cannot be reached is left alone, and the first wait of calls that wait for one.</summary>
    public TimeSpan InitialReconnectBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What the waits grow to, two minutes by default. Null means no limit.</summary>
    public TimeSpan? MaxReconnectBackoff { get; set; } = TimeSpan.FromSeconds(120);
}

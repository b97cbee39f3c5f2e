using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>How services are served. Sizes are bytes; null means no limit.</summary>
public class GrpcServiceOptions
{
    internal const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>Largest message sent. Null, the default, means no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Largest message received, 4 MiB by default.</summary>
    public int? MaxReceiveMessageSize { get; set; } = DefaultMaxReceiveMessageSize;

    /// <summary>Whether clients see the message of an exception that is no RpcException. Off by default.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>Whether calls to unknown services and methods pass on to other endpoints instead of being answered with UNIMPLEMENTED.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>Name of the compression of what is sent to clients that accept it, such as <c>gzip</c>. None by default.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard to compress. Null leaves it to the provider.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>The compressions known, both ways: gzip and deflate by default.</summary>
    public IList<ICompressionProvider> CompressionProviders { get; set; } =
    [
        new GzipCompressionProvider(CompressionLevel.Fastest),
        new DeflateCompressionProvider(CompressionLevel.Fastest),
    ];

    /// <summary>Interceptors in the order they see a call.</summary>
    public InterceptorCollection Interceptors { get; } = [];
}

/// <summary>How one service is served: what is set here wins over <see cref="GrpcServiceOptions"/>; its interceptors come after those of all services.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class;

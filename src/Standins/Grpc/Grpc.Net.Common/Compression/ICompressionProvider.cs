using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>One way to compress messages.</summary>
public interface ICompressionProvider
{
    /// <summary>Its name in <c>grpc-encoding</c>, such as <c>gzip</c>.</summary>
    string EncodingName { get; }

    /// <summary>A stream that compresses what is written to it. Disposing it leaves the other stream open.</summary>
    /// <param name="stream">Receives the compressed bytes.</param>
    /// <param name="compressionLevel">Null means the provider's own choice.</param>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>A stream that reads what the other holds compressed.</summary>
    Stream CreateDecompressionStream(Stream stream);
}

using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.Protocol;

/// <summary>The compressions one side knows, by name.</summary>
internal sealed class Encodings
{
    public const string Identity = "identity";

    private readonly Dictionary<string, ICompressionProvider> providers;

    /// <param name="providers">Null means gzip and deflate.</param>
    public Encodings(IEnumerable<ICompressionProvider>? providers)
    {
        providers ??= [new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Fastest)];
        this.providers = new Dictionary<string, ICompressionProvider>(StringComparer.Ordinal);
        foreach (var provider in providers)
        {
            this.providers[provider.EncodingName] = provider;
        }

        AcceptText = string.Join(',', this.providers.Keys.Prepend(Identity));
    }

    /// <summary>The names as <c>grpc-accept-encoding</c> has them.</summary>
    public string AcceptText { get; }

    /// <summary>False when the encoding is unknown. Without one, or with <c>identity</c>, the provider is null.</summary>
    public bool TryFind(string? encoding, out ICompressionProvider? provider)
    {
        provider = null;
        return string.IsNullOrEmpty(encoding) || encoding == Identity || providers.TryGetValue(encoding, out provider);
    }

    /// <summary>The provider, when the other side accepts it.</summary>
    public ICompressionProvider? Accepted(string? encoding, string? acceptText) =>
        encoding is not null && TryFind(encoding, out var provider) && Names(acceptText, encoding) ? provider : null;

    private static bool Names([NotNullWhen(true)] string? acceptText, string encoding)
    {
        if (acceptText is null)
        {
            return false;
        }

        foreach (var part in acceptText.AsSpan().Split(','))
        {
            if (acceptText.AsSpan(part).Trim().SequenceEqual(encoding))
            {
                return true;
            }
        }

        return false;
    }
}

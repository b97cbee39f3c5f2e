using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace EGovPlatform.Gateway.Door;

/// <summary>
/// Compresses answers of JSON and text for clients that ask for it; gRPC has its own. No answer mixes a secret with what a client chose,
/// and credentials are no cookies, so compressing below TLS gives nothing away.
/// </summary>
internal static class Compression
{
    private static readonly string[] Types = ["application/json", "application/problem+json", "application/xml", "text/csv", "text/plain", "text/calendar"];

    public static void Configure(ResponseCompressionOptions options)
    {
        options.EnableForHttps = true;
        options.MimeTypes = Types;
        options.Providers.Add(new GzipCompressionProvider(new GzipCompressionProviderOptions { Level = CompressionLevel.Fastest }));
    }
}

using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Benchmarks.Grpc;

/// <summary>
/// Kestrel and nothing else: no routing, no metrics, no logging. Reads the request and writes as many bytes as the last word of the path
/// says, <c>{messages}x{bytes}</c>; the rest of the path, the content type and the trailer are those of a gRPC call, as a client of it needs them.
/// </summary>
internal static class BareServer
{
    private static readonly byte[] Bytes = new byte[64 * 1024];

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        Console.WriteLine($$"""{"grpc":{{new Uri(app.Urls.Single()).Port}}}""");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        var (count, size) = Asked(http.Request.Path.Value);
        var reader = http.Request.BodyReader;
        bool ended;
        do
        {
            var read = reader.TryRead(out var there) ? there : await reader.ReadAsync();
            reader.AdvanceTo(read.Buffer.End);
            ended = read.IsCompleted;
        }
        while (!ended);

        var writer = http.Response.BodyWriter;
        http.Response.ContentType = "application/grpc";
        for (var i = 0; i < count; i++)
        {
            Bytes.AsSpan(0, size).CopyTo(writer.GetSpan(size));
            writer.Advance(size);
            if (count > 1)
            {
                await writer.FlushAsync();
            }
        }

        http.Features.Get<IHttpResponseTrailersFeature>()!.Trailers.GrpcStatus = "0";
    }

    private static (int Count, int Size) Asked(ReadOnlySpan<char> path)
    {
        var word = path[(path.LastIndexOf('/') + 1)..];
        var x = word.IndexOf('x');
        return (int.Parse(word[..x], CultureInfo.InvariantCulture), int.Parse(word[(x + 1)..], CultureInfo.InvariantCulture));
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Benchmarks.Gateway;

/// <summary>What stands behind the proxies: answers every gRPC path with one message of 256 bytes and a good status.</summary>
internal static class CannedService
{
    private const int MessageBytes = 256;
    private static readonly byte[] Frame = [0, 0, 0, MessageBytes >> 8, MessageBytes & 255, .. new byte[MessageBytes]];

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2);
        });
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        Console.WriteLine($$"""{"grpc":{{new Uri(app.Urls.Single()).Port}},"bytes":{{Frame.Length}}}""");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        while (await http.Request.BodyReader.ReadAsync() is { IsCompleted: false } read)
        {
            http.Request.BodyReader.AdvanceTo(read.Buffer.End);
        }

        http.Response.ContentType = "application/grpc";
        await http.Response.BodyWriter.WriteAsync(Frame);
        http.Response.AppendTrailer("grpc-status", "0");
    }
}

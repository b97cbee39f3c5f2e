using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Benchmarks.Grpc;

/// <summary>Kestrel and nothing else: reads the request, writes as many bytes as the path says, <c>/{messages}/{bytes}</c>.</summary>
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
        var parts = http.Request.Path.Value!.Split('/');
        var (count, size) = (int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync();
            http.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

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
    }
}

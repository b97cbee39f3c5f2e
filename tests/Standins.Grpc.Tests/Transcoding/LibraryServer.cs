using System.Net;
using System.Text;
using System.Text.Json;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Standins.Grpc.Tests.Transcoding;

/// <summary>Kestrel with the library on a free port of 127.0.0.1, and a client of it.</summary>
public sealed class LibraryServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private LibraryServer(WebApplication app)
    {
        this.app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(90) };
    }

    public HttpClient Client { get; }

    public static async Task<LibraryServer> StartAsync(Action<GrpcServiceOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0));
        builder.Services.AddGrpc(options ?? (_ => { })).AddJsonTranscoding(o => o.JsonSettings = new() { IgnoreDefaultValues = true, WriteInt64sAsStrings = true });
        services?.Invoke(builder.Services);
        var built = builder.Build();
        built.MapGrpcService<LibraryImplementation>();
        await built.StartAsync();
        return new LibraryServer(built);
    }

    public async Task<Answer> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

public sealed record Answer(int Status, string? ContentType, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The fields of the BadRequest among an error's details.</summary>
    public IEnumerable<string> WrongFields =>
        Json.GetProperty("details").EnumerateArray()
            .SelectMany(d => d.GetProperty("fieldViolations").EnumerateArray())
            .Select(v => v.GetProperty("field").GetString()!);
}

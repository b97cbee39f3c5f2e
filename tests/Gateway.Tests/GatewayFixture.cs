using System.Net;
using System.Text.Json;
using Aspire.Hosting.Native;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Gateway.Tests;

/// <summary>The gateway on Kestrel, in front of a service for Countries. Behind the other areas nothing listens.</summary>
internal sealed class GatewayFixture : IAsyncDisposable
{
    private readonly WebApplication app;

    private GatewayFixture(WebApplication app, Upstream upstream)
    {
        this.app = app;
        Upstream = upstream;

        // Endpoints come in the order of their names: grpc, http.
        Channel = GrpcChannel.ForAddress(app.Urls.First());
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Last()), Timeout = TimeSpan.FromSeconds(90) };
    }

    /// <summary>An address where nothing listens.</summary>
    public static string Nothing { get; } = $"http://127.0.0.1:{Machine.FreePort()}";

    public Upstream Upstream { get; }

    public HttpClient Client { get; }

    public GrpcChannel Channel { get; }

    /// <summary>Address of the gateway's gRPC port.</summary>
    public Uri Grpc => new(app.Urls.First());

    public static async Task<GatewayFixture> StartAsync(params (string Key, string Value)[] settings) => await StartAsync(await Upstream.StartAsync(), settings);

    public static async Task<GatewayFixture> StartAsync(Upstream upstream, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var configuration = new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:http:Url"] = "http://127.0.0.1:0",
            ["Kestrel:Endpoints:http:Protocols"] = "Http1",
            ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0",
            ["Kestrel:Endpoints:grpc:Protocols"] = "Http2",
            ["Mtls:Enabled"] = "false",
            ["services:countries:http:0"] = upstream.Http,
            ["services:countries:grpc:0"] = upstream.Grpc,
        };
        foreach (var area in new[] { "activities", "training", "reporting", "integration" })
        {
            configuration[$"services:{area}:http:0"] = Nothing;
            configuration[$"services:{area}:grpc:0"] = Nothing;
        }

        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        builder.Configuration.AddInMemoryCollection(configuration);
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.AddGateway();
        var built = builder.Build();
        built.MapDefaultEndpoints();
        built.MapGateway();
        await built.StartAsync();
        return new GatewayFixture(built, upstream);
    }

    /// <summary>Stops the gateway as a host does, which lets calls end.</summary>
    public Task StopAsync() => app.StopAsync(TestContext.Current.CancellationToken);

    public async Task<Answer> SendAsync(string method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Channel.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}

internal sealed record Answer(HttpStatusCode Status, string? ContentType, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>Reason of the ErrorInfo among an error's details.</summary>
    public string? Reason => Json.GetProperty("details").EnumerateArray()
        .Where(d => d.TryGetProperty("reason", out _)).Select(d => d.GetProperty("reason").GetString()).SingleOrDefault();
}

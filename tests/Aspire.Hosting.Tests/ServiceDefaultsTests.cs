using System.Collections.Concurrent;
using System.Diagnostics;
using Aspire.Hosting.Native;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Aspire.Hosting.Tests;

public sealed class ServiceDefaultsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_follows_the_checks_and_alive_does_not()
    {
        await using var app = await StartAsync(services => services.AddHealthChecks().AddCheck("broker", () => HealthCheckResult.Unhealthy()));
        using var http = Client(app);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, (int)(await http.GetAsync("/health", Cancel)).StatusCode);
        Assert.Equal(StatusCodes.Status200OK, (int)(await http.GetAsync("/alive", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Server_span_carries_the_attributes_of_the_conventions()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await StartAsync(_ => { });
        using var http = Client(app);
        await http.GetAsync("/things/4", Cancel);
        await http.GetAsync("/broken", Cancel);
        await http.GetAsync("/call", Cancel);
        await http.GetAsync("/health", Cancel);
        await app.StopAsync(Cancel);
        var ours = spans.Where(s => s.GetTagItem("url.path") is "/things/4" or "/broken").ToList();
        Assert.Equal(["GET /things/{id}", "GET /broken"], ours.Select(s => s.DisplayName));
        Assert.Equal(["/things/{id}", "/broken"], ours.Select(s => s.GetTagItem("http.route")));
        Assert.Equal([204, 500], ours.Select(s => s.GetTagItem("http.response.status_code")));
        Assert.Equal([null, "System.InvalidOperationException"], ours.Select(s => s.GetTagItem("error.type")));
        Assert.All(ours, s => Assert.Equal(("GET", "http"), (s.GetTagItem("http.request.method"), s.GetTagItem("url.scheme"))));
        Assert.Equal("package.Service/Method", Assert.Single(spans, s => s.GetTagItem("url.path") is "/call").DisplayName);
        Assert.DoesNotContain(spans, s => s.Recorded && s.GetTagItem("url.path") is "/health");
    }

    [Fact]
    public async Task The_health_endpoint_answers_nothing_but_health()
    {
        var port = Machine.FreePort();
        await using var app = await StartAsync(_ => { }, "--Kestrel:Endpoints:http:Url=http://127.0.0.1:0", $"--Kestrel:Endpoints:health:Url=http://127.0.0.1:{port}");
        using var health = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var behind = await StatusesAsync(health);
        Assert.Equal([200, 200, 404, 404], behind);
        using var http = new HttpClient { BaseAddress = new Uri(Addresses(app).Single(a => !a.EndsWith($":{port}", StringComparison.Ordinal))) };
        var elsewhere = await StatusesAsync(http);
        Assert.Equal([200, 200, 204, 404], elsewhere);
    }

    [Fact]
    public async Task A_health_endpoint_without_a_port_of_its_own_stops_the_start() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(_ => { }, "--Kestrel:Endpoints:health:Url=http://127.0.0.1:0"));

    private static async Task<int[]> StatusesAsync(HttpClient client)
    {
        var statuses = new List<int>();
        foreach (var path in new[] { "/health", "/alive", "/things/4", "/health/more" })
        {
            statuses.Add((int)(await client.GetAsync(path, Cancel)).StatusCode);
        }

        return [.. statuses];
    }

    private static HttpClient Client(WebApplication app) => new() { BaseAddress = new Uri(Addresses(app).Single()) };

    private static ICollection<string> Addresses(WebApplication app) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> add, params string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments.Length > 0 ? arguments : ["--urls=http://127.0.0.1:0"]);
        builder.AddServiceDefaults();
        add(builder.Services);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet("/things/{id}", (string id) => Results.NoContent());
        app.MapGet("/broken", string () => throw new InvalidOperationException("broken on purpose"));
        app.MapGet("/call", () =>
        {
            // As the gRPC stack names its calls.
            Activity.Current!.SetTag("rpc.system.name", "grpc").DisplayName = "package.Service/Method";
            return Results.NoContent();
        });
        await app.StartAsync(Cancel);
        return app;
    }
}

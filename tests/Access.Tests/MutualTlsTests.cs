using System.Collections.Concurrent;
using EGovPlatform.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Access.Tests;

/// <summary>A server and a client of the platform by certificates of its own authority.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);
    private readonly string root = Directory.CreateTempSubdirectory("egov-certificates-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Own_certificates_open_the_door()
    {
        var home = Folder("home", TimeProvider.System, "countries", "gateway");
        await using var app = await ServeAsync(home);
        using var client = Client(home, "gateway", "countries");
        Assert.StartsWith("CN=gateway ", await client.GetStringAsync(app.Urls.Single(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_else_is_refused()
    {
        var past = new Clock(TimeSpan.FromDays(-60));
        var home = Folder("home", TimeProvider.System, "countries", "gateway");
        var other = Folder("other", TimeProvider.System, "countries", "gateway");
        var old = Folder("old", past, "countries", "gateway");
        await using var app = await ServeAsync(home);
        await using var expired = await ServeAsync(old);

        using var without = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
        await RefusedAsync(without, app);
        using var ofAnother = Client(other, "gateway", "countries", authorities: home);
        await RefusedAsync(ofAnother, app);
        using var distrustful = Client(home, "gateway", "countries", authorities: other);
        await RefusedAsync(distrustful, app);
        using var ended = Client(old, "gateway", "countries", authorities: home);
        await RefusedAsync(ended, app);
        using var toEnded = Client(old, "gateway", "countries");
        await RefusedAsync(toEnded, expired);
        using var elsewhere = Client(home, "gateway", "training");
        await RefusedAsync(elsewhere, app);
    }

    [Fact]
    public async Task An_old_authority_in_the_list_does_not_save_an_ended_certificate()
    {
        var folder = Folder("home", new Clock(TimeSpan.FromDays(-60)), "countries", "gateway");
        var now = new CertificateMaker(folder, TimeProvider.System);
        now.Issue("countries", Life);
        await using var app = await ServeAsync(folder);
        using var ended = Client(folder, "gateway", "countries");
        await RefusedAsync(ended, app);
        Assert.True(now.Issue("gateway", Life));
        using var renewed = Client(folder, "gateway", "countries");
        await renewed.GetStringAsync(app.Urls.Single(), TestContext.Current.CancellationToken);
        Assert.False(now.Issue("gateway", Life));
    }

    [Fact]
    public async Task Certificates_and_authority_change_while_calls_run_and_none_is_lost()
    {
        var folder = Folder("home", TimeProvider.System, "countries", "gateway");
        var maker = new CertificateMaker(folder, TimeProvider.System);
        await using var app = await ServeAsync(folder);
        using var client = Client(folder, "gateway", "countries", reuse: false);
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var failures = new ConcurrentQueue<Exception>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var callers = Enumerable.Range(0, 3).Select(_ => Task.Run(CallAsync)).ToList();

        await Eventually.Async("calls with the first certificate", () => seen.Count == 1 || !failures.IsEmpty);
        maker.Issue("gateway", Life, always: true);
        maker.Issue("countries", Life, always: true);
        await Eventually.Async("calls with the renewed certificate", () => seen.Count == 2 || !failures.IsEmpty);
        await File.WriteAllTextAsync(Path.Combine(folder, "countries.pem"), "half a fi", TestContext.Current.CancellationToken);
        maker.NewAuthority();
        maker.Issue("gateway", Life);
        await Eventually.Async("calls with a certificate of the new authority", () => seen.Count == 3 || !failures.IsEmpty);
        maker.Issue("countries", Life, always: true);
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Empty(failures);

        async Task CallAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    seen[await client.GetStringAsync(app.Urls.Single(), CancellationToken.None)] = true;
                }
                catch (HttpRequestException e)
                {
                    failures.Enqueue(e);
                }
            }
        }
    }

    private static async Task RefusedAsync(HttpClient client, WebApplication app) =>
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(app.Urls.Single(), TestContext.Current.CancellationToken));

    private string Folder(string name, TimeProvider time, params string[] processes)
    {
        var folder = Path.Combine(root, name);
        var maker = new CertificateMaker(folder, time);
        foreach (var process in processes)
        {
            Assert.True(maker.Issue(process, Life));
        }

        return folder;
    }

    private static async Task<WebApplication> ServeAsync(string folder)
    {
        var builder = WebApplication.CreateBuilder(
            ["--environment=Production", $"--Mtls:Authorities={folder}/ca.pem", $"--Mtls:Certificate={folder}/countries.pem", "--Kestrel:Endpoints:http:Url=https://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.AddMutualTls(serves: true);
        var app = builder.Build();
        app.Run(http => http.Response.WriteAsync($"{http.Connection.ClientCertificate!.Subject} {http.Connection.ClientCertificate.SerialNumber}"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static HttpClient Client(string folder, string name, string service, string? authorities = null, bool reuse = true)
    {
        var tls = new MutualTls(new MutualTlsOptions { Enabled = true, Authorities = $"{authorities ?? folder}/ca.pem", Certificate = $"{folder}/{name}.pem" }, TimeProvider.System);
        return new HttpClient(tls.Call(new SocketsHttpHandler { PooledConnectionLifetime = reuse ? Timeout.InfiniteTimeSpan : TimeSpan.Zero }, service));
    }

    private sealed class Clock(TimeSpan away) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + away;
    }
}

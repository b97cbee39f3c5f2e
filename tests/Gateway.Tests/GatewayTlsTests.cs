using System.Net;
using System.Security.Cryptography.X509Certificates;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.Gateway.Tests;

/// <summary>TLS on both sides of the gateway.</summary>
public sealed class GatewayTlsTests : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);
    private readonly string root = Directory.CreateTempSubdirectory("egov-gateway-tls-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Services_take_the_gateway_by_its_certificate_over_every_transport()
    {
        var folder = Folder("home");
        await using var gateway = await GatewayFixture.StartAsync(await Upstream.StartAsync(Tls(folder)), Settings(folder));
        Assert.StartsWith("https://", gateway.Upstream.Grpc, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync("GET", "/v1/countries/PE")).Status);
        var country = await new CountryService.CountryServiceClient(gateway.Channel).GetCountryAsync(new GetRequest { Name = "countries/PE" }, deadline: DateTime.UtcNow.AddSeconds(20));
        Assert.Equal("PE", country.Iso2);

        // As services call each other.
        var addresses = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("services:countries:grpc:0", gateway.Upstream.Grpc)]).Build();
        using var channels = new ServiceChannels(addresses, Tls(folder));
        Assert.Equal("PE", (await new CountryService.CountryServiceClient(channels.Find("countries")!).GetCountryAsync(new GetRequest { Name = "countries/PE" }, deadline: DateTime.UtcNow.AddSeconds(20))).Iso2);
    }

    [Fact]
    public async Task A_gateway_of_another_authority_is_refused()
    {
        await using var gateway = await GatewayFixture.StartAsync(await Upstream.StartAsync(Tls(Folder("home"))), Settings(Folder("other")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.SendAsync("GET", "/v1/countries/PE")).Status);
    }

    [Fact]
    public async Task Callers_see_the_certificate_of_the_file_and_its_renewal()
    {
        var folder = Folder("front");
        var maker = new CertificateMaker(folder, TimeProvider.System);
        await using var gateway = await GatewayFixture.StartAsync(("Kestrel:Endpoints:http:Url", "https://127.0.0.1:0"), ("Gateway:Certificate", $"{folder}/gateway.pem"));
        var shown = "";
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => (shown = ((X509Certificate2)certificate!).SerialNumber).Length > 0;
        using var client = new HttpClient(handler) { BaseAddress = gateway.Client.BaseAddress };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive", TestContext.Current.CancellationToken)).StatusCode);
        var first = shown;
        Assert.NotEmpty(first);
        maker.Issue("gateway", Life, always: true);
        await Eventually.Async("the renewed certificate", async () => (await client.GetAsync("/alive", TestContext.Current.CancellationToken)).IsSuccessStatusCode && shown != first);
    }

    [Fact]
    public async Task Only_TLS_1_2_and_later_are_spoken_outside_and_inside()
    {
        const byte GoesOn = 22, Alert = 21, WrongVersion = 70;
        var folder = Folder("versions");
        await using var gateway = await GatewayFixture.StartAsync(
            await Upstream.StartAsync(Tls(folder)), [.. Settings(folder), ("Kestrel:Endpoints:http:Url", "https://127.0.0.1:0"), ("Gateway:Certificate", $"{folder}/gateway.pem")]);

        foreach (var port in new[] { gateway.Client.BaseAddress!.Port, new Uri(gateway.Upstream.Http).Port })
        {
            Assert.Equal(GoesOn, (await ClientHello.AskAsync(port, 3)).Type);
            Assert.Equal((Alert, WrongVersion), await ClientHello.AskAsync(port, 2));
            Assert.Equal((Alert, WrongVersion), await ClientHello.AskAsync(port, 1));
        }
    }

    private static MutualTls Tls(string folder) => new(new MutualTlsOptions { Enabled = true, Authorities = $"{folder}/ca.pem", Certificate = $"{folder}/countries.pem" }, TimeProvider.System);

    // Behind the other areas nothing listens, but their addresses must be https as well.
    private static (string, string)[] Settings(string folder) =>
    [
        ("Mtls:Enabled", "true"), ("Mtls:Authorities", $"{folder}/ca.pem"), ("Mtls:Certificate", $"{folder}/gateway.pem"),
        .. new[] { "activities", "training", "reporting", "integration" }.SelectMany(a => new[] { "http", "grpc" }.Select(e => ($"services:{a}:{e}:0", GatewayFixture.Nothing.Replace("http:", "https:", StringComparison.Ordinal)))),
    ];

    private string Folder(string name)
    {
        var folder = Path.Combine(root, name);
        var maker = new CertificateMaker(folder, TimeProvider.System);
        maker.Issue("countries", Life);
        maker.Issue("gateway", Life);
        return folder;
    }
}

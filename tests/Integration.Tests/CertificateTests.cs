using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Gateway;
using EGovPlatform.IntegrationService;
using EGovPlatform.Testing;

namespace EGovPlatform.Integration.Tests;

/// <summary>Real services and the gateway that know each other by certificates.</summary>
public sealed class CertificateTests(CertificateTests.Protected platform) : IClassFixture<CertificateTests.Protected>
{
    [Fact]
    public async Task A_key_goes_its_whole_way_over_certificates()
    {
        // The gateway asks Integration, Countries fetches its public keys, and the gateway calls Countries.
        using var http = new HttpClient { BaseAddress = platform.Gateway.Http };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestIssuer.Token("owner", [Role.Viewer]));
        var wish = $$"""{"roles":["ROLE_VIEWER"],"expireTime":"{{DateTime.UtcNow.AddDays(2):yyyy-MM-ddTHH:mm:ssZ}}"}""";
        using var made = await http.PostAsync("/v1/apiKeys", new StringContent(wish, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var text = await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(made.IsSuccessStatusCode, text);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)JsonNode.Parse(text)!["secret"]);
        using var answer = await http.GetAsync("/v1/countries/PE", TestContext.Current.CancellationToken);
        Assert.Contains("\"PER\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_certificate_does_not_reach_a_service_even_with_a_token()
    {
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } }) { BaseAddress = platform.Service("countries").Http };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestIssuer.Token(Role.Viewer));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/v1/countries/PE", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_service_starts_in_production_with_safe_settings_and_certificates_and_not_with_plain_addresses()
    {
        (string, string?)[] safe =
        [
            ("environment", "Production"), ("Access:DevelopmentKey", ""), ("Access:Authority", "https://login.example.org"), ("Personal:MasterKey", Convert.ToBase64String(new byte[32])),
            ("ConnectionStrings:integrationdb", platform.Database("integration").ConnectionString), .. platform.Certificate("integration"),
        ];
        var error = await Assert.ThrowsAsync<UnsafeSettingException>(() => RunningService.StartAsync(IntegrationApp.Build, safe));
        Assert.Equal("Kestrel:Endpoints:grpc:Url", error.Setting);

        await using var service = await RunningService.StartAsync(IntegrationApp.Build, [.. safe, ("Kestrel:Endpoints:grpc:Url", "https://127.0.0.1:0"), ("Kestrel:Endpoints:http:Url", "https://127.0.0.1:0")]);
        using var http = new HttpClient(platform.Tls("gateway").Call(new SocketsHttpHandler(), "integration")) { BaseAddress = service.Http };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/v1/webhooks", TestContext.Current.CancellationToken)).StatusCode);
    }

    /// <summary>Countries, Integration and a gateway.</summary>
    public sealed class Protected : Owners
    {
        private readonly string folder = Directory.CreateTempSubdirectory("egov-certified-").FullName;

        public RunningService Gateway { get; private set; } = null!;

        protected override IReadOnlyCollection<string> Started => ["countries", "integration"];

        public override async ValueTask InitializeAsync()
        {
            var maker = new CertificateMaker(folder, TimeProvider.System);
            foreach (var name in Started.Append("gateway"))
            {
                maker.Issue(name, TimeSpan.FromDays(1));
            }

            await base.InitializeAsync();
            Gateway = await RunningService.StartAsync(
                GatewayApp.Build,
                [
                    .. new[] { "activities", "training", "reporting" }.SelectMany(a => new (string, string?)[] { ($"services:{a}:grpc:0", "https://127.0.0.1:1"), ($"services:{a}:http:0", "https://127.0.0.1:1") }),
                    .. Started.SelectMany(a => new (string, string?)[] { ($"services:{a}:grpc:0", Service(a).Grpc.ToString()), ($"services:{a}:http:0", Service(a).Http.ToString()) }),
                    .. Certificate("gateway"),
                ]);
        }

        public override Task<RunningService> StartAsync(string name, params IEnumerable<(string Key, string? Value)> settings) =>
            base.StartAsync(name, [.. settings.Select(s => (s.Key, s.Value?.Replace("http://", "https://", StringComparison.Ordinal))), .. Certificate(name)]);

        public override async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await base.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }

        public IEnumerable<(string Key, string? Value)> Certificate(string name) => [("Mtls:Authorities", $"{folder}/ca.pem"), ("Mtls:Certificate", $"{folder}/{name}.pem")];

        public MutualTls Tls(string name) => new(new MutualTlsOptions { Enabled = true, Authorities = $"{folder}/ca.pem", Certificate = $"{folder}/{name}.pem" }, TimeProvider.System);
    }
}

using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace EGovPlatform.Access.Tests;

/// <summary>A server outside Development that trusts one identity provider and says who it takes a caller for.</summary>
public sealed class Door : IAsyncLifetime
{
    public const string ProviderIssuer = "https://login.example.org";

    /// <summary>A second provider, which may make partners only and signs with RSA.</summary>
    public const string PartnerIssuer = "https://sso.partner.example.net";

    private WebApplication? app;
    private HttpClient? client;

    /// <summary>The provider's key.</summary>
    public ECDsaSecurityKey Key { get; } = DevelopmentKey.WithId(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The second provider's key.</summary>
    public RsaSecurityKey PartnerKey { get; } = new(RSA.Create(2048)) { KeyId = "partner-1" };

    public TokenIssuer Issuer => new(Key, TimeProvider.System, ProviderIssuer);

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(["--environment=Production", $"--Access:Authority={ProviderIssuer}", $"--Access:Providers:partner:Authority={PartnerIssuer}", "--Access:Providers:partner:Algorithms:0=PS256", "--Access:Providers:partner:Roles:0=partner", "--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddEGovAccess(builder.Configuration, builder.Environment);
        Discovered(JwtBearerDefaults.AuthenticationScheme, ProviderIssuer, Key);
        Discovered($"{JwtBearerDefaults.AuthenticationScheme} partner", PartnerIssuer, PartnerKey);
        app = builder.Build();
        app.UseEGovAccess();
        app.MapGet("/who", (HttpContext http) => Caller.From(http.User) is var caller ? string.Join(' ', caller.Roles.Order().Select(RoleNames.Format).Prepend(caller.Subject)) : "");
        await app.StartAsync();
        client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        // What discovery would have brought.
        void Discovered(string scheme, string issuer, SecurityKey key) => builder.Services.PostConfigure<JwtBearerOptions>(scheme, bearer =>
        {
            var provider = new OpenIdConnectConfiguration { Issuer = issuer };
            provider.SigningKeys.Add(key);
            bearer.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(provider);
        });
    }

    /// <summary>The subject the server sees: <c>anonymous</c> when it refuses the token.</summary>
    public async Task<string> WhoAsync(string token) => (await CallerAsync(token)).Split(' ')[0];

    /// <summary>The subject and then the roles the server sees.</summary>
    public async Task<string> CallerAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client!.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }
}

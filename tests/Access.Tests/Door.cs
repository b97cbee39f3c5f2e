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

    private WebApplication? app;
    private HttpClient? client;

    /// <summary>The provider's key.</summary>
    public ECDsaSecurityKey Key { get; } = DevelopmentKey.WithId(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public TokenIssuer Issuer => new(Key, TimeProvider.System, ProviderIssuer);

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(["--environment=Production", $"--Access:Authority={ProviderIssuer}", "--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddEGovAccess(builder.Configuration, builder.Environment);
        builder.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, bearer =>
        {
            // What discovery would have brought.
            var provider = new OpenIdConnectConfiguration { Issuer = ProviderIssuer };
            provider.SigningKeys.Add(Key);
            bearer.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(provider);
        });
        app = builder.Build();
        app.UseEGovAccess();
        app.MapGet("/who", (HttpContext http) => Caller.From(http.User).Subject);
        await app.StartAsync();
        client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>The subject the server sees: <c>anonymous</c> when it refuses the token.</summary>
    public async Task<string> WhoAsync(string token)
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

using System.Security.Cryptography;
using EGovPlatform.Common.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace EGovPlatform.Access.Tests;

/// <summary>A provider's metadata and keys, and how often its keys were asked for.</summary>
internal sealed class MetadataServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private ECDsaSecurityKey key = NewKey();
    private int keysAsked;

    private MetadataServer(WebApplication app) => this.app = app;

    public string Issuer => app.Urls.First();

    public int KeysAsked => keysAsked;

    public static async Task<MetadataServer> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var server = new MetadataServer(builder.Build());
        server.app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = server.Issuer, jwks_uri = server.Issuer + "/keys" }));
        server.app.MapGet("/keys", server.Keys);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>A token by a key that the server has never shown, under a new name each time.</summary>
    public static string Forged(string issuer) => new TokenIssuer(NewKey(), TimeProvider.System, issuer).Issue("ana", [Role.Operator], TimeSpan.FromHours(1));

    public string Token(string subject) => new TokenIssuer(key, TimeProvider.System, Issuer).Issue(subject, [Role.Viewer], TimeSpan.FromHours(1));

    public void ChangeKey() => key = NewKey();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private IResult Keys()
    {
        Interlocked.Increment(ref keysAsked);
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return Results.Json(new { keys = new[] { new { kty = "EC", crv = "P-256", alg = "ES256", use = "sig", kid = key.KeyId, x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) } } });
    }

    private static ECDsaSecurityKey NewKey() => DevelopmentKey.WithId(ECDsa.Create(ECCurve.NamedCurves.nistP256));
}

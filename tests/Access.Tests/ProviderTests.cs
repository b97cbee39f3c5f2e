using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EGovPlatform.Access.Tests;

/// <summary>Several issuers at one door: each is believed for itself and no other.</summary>
public sealed class ProviderTests(Door door) : IClassFixture<Door>
{
    private static readonly JsonWebTokenHandler Handler = new();

    [Fact]
    public async Task Two_anas_of_two_issuers_are_two_persons() =>
        Assert.Equal(["ana viewer", "partner/ana partner"], [await door.CallerAsync(First("ana", "viewer")), await door.CallerAsync(Second("ana", "partner"))]);

    [Fact]
    public async Task An_issuer_gives_no_role_but_those_it_may() => Assert.Equal("partner/ana partner", await door.CallerAsync(Second("ana", "operator", "partner", "service")));

    [Fact]
    public async Task An_issuer_cannot_speak_for_another()
    {
        // Right key of one, name of the other.
        await RefusedAsync(Token(Door.ProviderIssuer, new(door.PartnerKey, SecurityAlgorithms.RsaSsaPssSha256), "ana", "viewer"));
        await RefusedAsync(Token(Door.PartnerIssuer, new(door.Key, SecurityAlgorithms.EcdsaSha256), "ana", "partner"));
    }

    [Fact]
    public async Task An_algorithm_that_was_not_configured_is_refused() =>
        await RefusedAsync(Token(Door.PartnerIssuer, new(door.PartnerKey, SecurityAlgorithms.RsaSha256), "ana", "partner"));

    [Fact]
    public async Task Nobody_takes_the_name_of_a_service()
    {
        await RefusedAsync(First("system/countries", "operator"));
        Assert.Equal("system/countries service", await door.CallerAsync(First("system/countries", "service")));
    }

    [Theory]
    [InlineData("jku", "https://attacker.example/keys")]
    [InlineData("x5u", "https://attacker.example/chain.pem")]
    [InlineData("kid", "../../../../dev/null")]
    [InlineData("kid", "' union select 'key' --")]
    [InlineData("kid", "https://attacker.example/keys#1")]
    public async Task A_token_does_not_say_where_its_key_is(string header, string value)
    {
        var own = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = header == "kid" ? value : door.Key.KeyId };

        await RefusedAsync(Token(Door.ProviderIssuer, new(own, SecurityAlgorithms.EcdsaSha256), "ana", "viewer", header == "kid" ? null : (header, value)));
    }

    [Fact]
    public async Task A_token_does_not_bring_its_own_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var own = new ECDsaSecurityKey(key) { KeyId = "mine" };
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(own);
        await RefusedAsync(Token(Door.ProviderIssuer, new(own, SecurityAlgorithms.EcdsaSha256), "ana", "viewer", ("jwk", new Dictionary<string, string> { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = jwk.X, ["y"] = jwk.Y })));
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=me", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await RefusedAsync(Token(Door.ProviderIssuer, new(own, SecurityAlgorithms.EcdsaSha256), "ana", "viewer", ("x5c", new[] { Convert.ToBase64String(certificate.RawData) })));
    }

    private async Task RefusedAsync(string token) => Assert.Equal("anonymous", await door.WhoAsync(token));

    private string First(string subject, params string[] roles) => Token(Door.ProviderIssuer, new(door.Key, SecurityAlgorithms.EcdsaSha256), subject, roles);

    private string Second(string subject, params string[] roles) => Token(Door.PartnerIssuer, new(door.PartnerKey, SecurityAlgorithms.RsaSsaPssSha256), subject, roles);

    private static string Token(string issuer, SigningCredentials credentials, string subject, string role, (string Name, object Value)? header = null) => Token(issuer, credentials, subject, [role], header);

    private static string Token(string issuer, SigningCredentials credentials, string subject, string[] roles, (string Name, object Value)? header = null) => Handler.CreateToken(new SecurityTokenDescriptor
    {
        TokenType = AccessOptions.TokenType,
        Issuer = issuer,
        Audience = AccessOptions.DefaultAudience,
        Expires = DateTime.UtcNow.AddHours(1),
        SigningCredentials = credentials,
        Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = subject, ["roles"] = roles },
        AdditionalHeaderClaims = header is var (name, value) ? new Dictionary<string, object>(StringComparer.Ordinal) { [name] = value } : null,
    });
}

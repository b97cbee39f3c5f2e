using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Common.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EGovPlatform.Access.Tests;

public sealed class TokenTests(Door door) : IClassFixture<Door>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_good_token_is_accepted() => Assert.Equal("ana", await door.WhoAsync(door.Issuer.Issue("ana", [Role.Viewer], Hour)));

    [Fact]
    public async Task Another_audience_is_refused() =>
        await RefusedAsync(new TokenIssuer(door.Key, TimeProvider.System, Door.ProviderIssuer, "payroll").Issue("ana", [Role.Viewer], Hour));

    [Fact]
    public async Task Another_issuer_is_refused() =>
        await RefusedAsync(new TokenIssuer(door.Key, TimeProvider.System, "https://login.example.net").Issue("ana", [Role.Viewer], Hour));

    [Fact]
    public async Task Another_key_is_refused()
    {
        var other = DevelopmentKey.WithId(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        await RefusedAsync(new TokenIssuer(other, TimeProvider.System, Door.ProviderIssuer).Issue("ana", [Role.Viewer], Hour));

        // Nor under the name of the right key.
        var disguised = new ECDsaSecurityKey(other.ECDsa) { KeyId = door.Key.KeyId };
        await RefusedAsync(new TokenIssuer(disguised, TimeProvider.System, Door.ProviderIssuer).Issue("ana", [Role.Viewer], Hour));
    }

    [Fact]
    public async Task The_development_key_is_refused_in_production()
    {
        var key = DevelopmentKey.WithId(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        await RefusedAsync(new TokenIssuer(key, TimeProvider.System).Issue("ana", [Role.Operator], Hour));
    }

    [Fact]
    public async Task An_expired_token_is_refused() => await RefusedAsync(IssuedAgo(Hour + TimeSpan.FromSeconds(90)));

    [Fact]
    public async Task Clocks_may_be_half_a_minute_apart() =>
        Assert.Equal("ana", await door.WhoAsync(IssuedAgo(Hour + TimeSpan.FromSeconds(10))));

    [Fact]
    public async Task A_token_of_the_future_is_refused() => await RefusedAsync(IssuedAgo(TimeSpan.FromMinutes(-5)));

    [Theory]
    [InlineData("JWT")]
    [InlineData("id+jwt")]
    [InlineData(null)]
    public async Task Another_type_of_token_is_refused(string? type) =>
        await RefusedAsync(Sign(Header("ES256", type), Claims()));

    [Fact]
    public async Task The_parts_are_good_when_put_together_as_they_should()
    {
        // Without this, the refusals below could have the wrong cause.
        Assert.Equal("ana", await door.WhoAsync(Sign(Header("ES256", "at+jwt"), Claims())));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    public async Task An_unsigned_token_is_refused(string algorithm)
    {
        var unsigned = $"{Encode(Header(algorithm, "at+jwt"))}.{Encode(Claims())}.";
        await RefusedAsync(unsigned);
    }

    [Fact]
    public async Task A_token_keyed_with_our_public_key_is_refused()
    {
        var content = $"{Encode(Header("HS256", "at+jwt"))}.{Encode(Claims())}";
        foreach (var secret in new[] { door.Key.ECDsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(door.Key.ECDsa.ExportSubjectPublicKeyInfoPem()) })
        {
            await RefusedAsync($"{content}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(content)))}");
        }
    }

    [Fact]
    public async Task A_changed_token_is_refused()
    {
        var parts = door.Issuer.Issue("ana", [Role.Viewer], Hour).Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("viewer", "editor", StringComparison.Ordinal);
        await RefusedAsync($"{parts[0]}.{Encode(claims)}.{parts[2]}");
    }

    [Fact]
    public async Task A_token_without_an_end_is_refused() =>
        await RefusedAsync(Sign(Header("ES256", "at+jwt"), $$"""{"iss":"{{Door.ProviderIssuer}}","aud":"egovplatform","sub":"ana","roles":["viewer"]}"""));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    public async Task What_is_no_token_is_refused(string token) => await RefusedAsync(token);

    private async Task RefusedAsync(string token) => Assert.Equal("anonymous", await door.WhoAsync(token));

    /// <summary>A token that was good for an hour.</summary>
    private string IssuedAgo(TimeSpan ago) =>
        new TokenIssuer(door.Key, new Ahead(-ago), Door.ProviderIssuer).Issue("ana", [Role.Viewer], Hour);

    private string Header(string algorithm, string? type) => type is null
        ? $$"""{"alg":"{{algorithm}}","kid":"{{door.Key.KeyId}}"}"""
        : $$"""{"alg":"{{algorithm}}","kid":"{{door.Key.KeyId}}","typ":"{{type}}"}""";

    private static string Claims() =>
        $$"""{"iss":"{{Door.ProviderIssuer}}","aud":"egovplatform","sub":"ana","roles":["viewer"],"exp":{{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}}}""";

    private string Sign(string header, string claims)
    {
        var content = $"{Encode(header)}.{Encode(claims)}";
        return $"{content}.{Base64UrlEncoder.Encode(door.Key.ECDsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(string json) => Base64UrlEncoder.Encode(json);

    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}

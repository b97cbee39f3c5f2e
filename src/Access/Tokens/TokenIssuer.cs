using EGovPlatform.Common.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EGovPlatform.Access;

/// <summary>Signs access tokens (RFC 9068) with ES256: for developers and tests. Production tokens come from an identity provider.</summary>
public sealed class TokenIssuer(ECDsaSecurityKey key, TimeProvider time, string issuer = DevelopmentKey.Issuer, string audience = AccessOptions.DefaultAudience)
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials credentials = new(key, SecurityAlgorithms.EcdsaSha256);

    /// <param name="subject">Who the token is for.</param>
    /// <param name="roles">What they are.</param>
    /// <param name="lifetime">How long it is valid from now.</param>
    /// <param name="countries">Countries they are limited to, as resource names.</param>
    /// <param name="organizations">Organizations they are limited to, as resource names.</param>
    /// <param name="apiKey">Resource name of the API key that stands for the subject; null for none.</param>
    /// <param name="workspace">The workspace they belong to; empty for the installation's own.</param>
    public string Issue(
        string subject, IEnumerable<Role> roles, TimeSpan lifetime, IEnumerable<string>? countries = null, IEnumerable<string>? organizations = null, string? apiKey = null, string workspace = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        var now = time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [AccessClaims.Subject] = subject,
            ["jti"] = Guid.CreateVersion7().ToString("N"),
            [AccessClaims.Roles] = roles.Select(RoleNames.Format).ToArray(),
            [AccessClaims.Countries] = (countries ?? []).ToArray(),
            [AccessClaims.Organizations] = (organizations ?? []).ToArray(),
        };
        if (workspace.Length > 0)
        {
            claims[AccessClaims.Workspace] = workspace;
        }

        if (apiKey is not null)
        {
            claims[KeyIssuer.KeyClaim] = apiKey;
        }

        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = AccessOptions.TokenType,
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            SigningCredentials = credentials,
            Claims = claims,
        });
    }
}

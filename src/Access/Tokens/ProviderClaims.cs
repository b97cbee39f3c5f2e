using System.Security.Claims;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Access;

/// <summary>What of a provider's token counts: its subjects under the provider's name, the roles it may give.</summary>
/// <param name="provider">Our name for the provider; empty for the first.</param>
/// <param name="roles">Roles it may give; null for all.</param>
internal sealed class ProviderClaims(string provider, string[]? roles)
{
    private const string Services = "system/";

    /// <summary>The principal as the platform sees it; null for one that takes a service's name without being one.</summary>
    public ClaimsPrincipal? Read(ClaimsPrincipal principal)
    {
        if (provider.Length == 0 && roles is null)
        {
            return Impersonates(principal) ? null : principal;
        }

        var claims = principal.Claims
            .Where(c => c.Type != AccessClaims.Roles || roles is null || roles.Contains(c.Value, StringComparer.Ordinal))
            .Select(c => c.Type == AccessClaims.Subject && provider.Length > 0 ? new System.Security.Claims.Claim(c.Type, $"{provider}/{c.Value}", c.ValueType, c.Issuer) : c);
        var seen = new ClaimsPrincipal(new ClaimsIdentity(claims, principal.Identity?.AuthenticationType, AccessClaims.Subject, AccessClaims.Roles));
        return Impersonates(seen) ? null : seen;
    }

    private static bool Impersonates(ClaimsPrincipal principal) =>
        principal.FindFirst(AccessClaims.Subject)?.Value.StartsWith(Services, StringComparison.Ordinal) == true && !principal.IsInRole(RoleNames.Format(Role.Service));
}

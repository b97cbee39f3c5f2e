using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Access;

/// <summary>Who makes a call, as the token says.</summary>
/// <param name="Subject">The token's <c>sub</c>; <c>anonymous</c> without a token; <c>system/{service}</c> for the service's own work.</param>
/// <param name="Roles">What the caller is.</param>
/// <param name="Countries">Resource names of the countries the caller is limited to; empty for no such limit.</param>
/// <param name="Organizations">Resource names of the organizations the caller is limited to; empty for no such limit.</param>
/// <param name="TraceParent">W3C traceparent of the call; empty when there is none.</param>
public sealed record Caller(string Subject, IReadOnlySet<Role> Roles, IReadOnlyList<string> Countries, IReadOnlyList<string> Organizations, string TraceParent)
{
    public static readonly Caller Anonymous = new("anonymous", new HashSet<Role>(), [], [], "");

    /// <summary>The workspace the caller belongs to; empty for the installation's own.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>The application that acts for the subject: an API key, or the token's <c>act</c> (RFC 8693); empty when the subject acts itself.</summary>
    public string Application { get; init; } = "";

    /// <summary>Who acts: the application, or the subject itself.</summary>
    public string Actor => Application.Length > 0 ? Application : Subject;

    /// <summary>Whom an application acts for; empty when the subject acts itself.</summary>
    public string OnBehalfOf => Application.Length > 0 ? Subject : "";

    /// <summary>Whether a valid token came with the call.</summary>
    public bool IsAuthenticated => Subject != Anonymous.Subject;

    /// <summary>The service itself, at work without a caller: migrations, seeds.</summary>
    public static Caller System(string service) => new($"system/{service}", new HashSet<Role> { Role.Service }, [], [], "");

    /// <summary>Reads a validated principal. Unknown roles count for nothing.</summary>
    public static Caller From(ClaimsPrincipal principal, string traceParent = "")
    {
        ArgumentNullException.ThrowIfNull(principal);
        var subject = principal.FindFirst(AccessClaims.Subject)?.Value;
        if (principal.Identity?.IsAuthenticated != true || string.IsNullOrEmpty(subject))
        {
            return Anonymous with { TraceParent = traceParent };
        }

        var roles = new HashSet<Role>();
        foreach (var claim in principal.FindAll(AccessClaims.Roles))
        {
            if (RoleNames.TryParse(claim.Value, out var role))
            {
                roles.Add(role);
            }
        }

        return new Caller(subject, roles, Values(principal, AccessClaims.Countries), Values(principal, AccessClaims.Organizations), traceParent)
        {
            Workspace = principal.FindFirst(AccessClaims.Workspace)?.Value ?? "",
            Application = principal.FindFirst(KeyIssuer.KeyClaim)?.Value ?? Acting(principal.FindFirst(AccessClaims.Acting)?.Value),
        };
    }

    public bool Has(Role role) => Roles.Contains(role);

    private static string Acting(string? claim)
    {
        try
        {
            return claim is null ? "" : JsonNode.Parse(claim)?[AccessClaims.Subject]?.GetValue<string>() ?? "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    private static List<string> Values(ClaimsPrincipal principal, string type) => [.. principal.FindAll(type).Select(c => c.Value)];
}

/// <summary>Claims this platform reads.</summary>
public static class AccessClaims
{
    public const string Subject = "sub";
    public const string Roles = "roles";
    public const string Countries = "countries";
    public const string Organizations = "organizations";
    public const string Workspace = "workspace";
    public const string Acting = "act";
}

using Microsoft.IdentityModel.Tokens;

namespace EGovPlatform.Access;

/// <summary>One identity provider whose access tokens are accepted.</summary>
public class ProviderOptions
{
    // With public keys only: a shared secret would let whoever checks a token make one.
    private static readonly string[] Known =
    [
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
    ];

    private static readonly string[] Usual = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSha256];

    /// <summary>Base address of the identity provider; also the issuer unless that is set.</summary>
    public string? Authority { get; set; }

    /// <summary>The <c>iss</c> that tokens must carry.</summary>
    public string? Issuer { get; set; }

    /// <summary>Address of the provider's metadata, where it is not below the authority.</summary>
    public string? MetadataAddress { get; set; }

    /// <summary>The <c>aud</c> that tokens must name; that of <see cref="AccessOptions"/> unless set.</summary>
    public string? Audience { get; set; }

    /// <summary>Signatures accepted, by their JOSE names: ES, PS or RS with 256, 384 or 512. ES256, PS256 and RS256 unless set.</summary>
    public string[]? Algorithms { get; set; }

    /// <summary>Roles this provider may give, as tokens carry them; others of its tokens count for nothing. All, unless set.</summary>
    public string[]? Roles { get; set; }

    public bool HasProvider => !string.IsNullOrEmpty(Authority) || !string.IsNullOrEmpty(MetadataAddress);

    internal string ValidIssuer => string.IsNullOrEmpty(Issuer) ? Authority! : Issuer;

    internal string[] ValidAlgorithms => Algorithms is { Length: > 0 } ? Algorithms : Usual;

    /// <param name="section">Name of the configuration section, for messages.</param>
    internal void Check(string section)
    {
        if (!HasProvider)
        {
            throw new InvalidOperationException($"{section}:Authority is not set: no token could be accepted.");
        }

        if (string.IsNullOrEmpty(Authority) && string.IsNullOrEmpty(Issuer))
        {
            throw new InvalidOperationException($"{section}:MetadataAddress needs {section}:Issuer or {section}:Authority beside it.");
        }

        if (ValidAlgorithms.FirstOrDefault(a => !Known.Contains(a, StringComparer.Ordinal)) is { } algorithm)
        {
            throw new InvalidOperationException($"{section}:Algorithms names '{algorithm}'; there are {string.Join(", ", Known)}.");
        }

        if (Roles?.FirstOrDefault(r => !RoleNames.TryParse(r, out _)) is { } role)
        {
            throw new InvalidOperationException($"{section}:Roles names '{role}'; there are {string.Join(", ", RoleNames.All)}.");
        }
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Access;

/// <summary>Whose tokens are accepted: configuration section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string DefaultAudience = "egovplatform";

    /// <summary>Only access tokens, so that no other signed document of the issuer passes for one.</summary>
    public const string TokenType = "at+jwt";

    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>Base address of the identity provider; also the issuer unless that is set.</summary>
    public string? Authority { get; set; }

    /// <summary>The <c>iss</c> that tokens must carry.</summary>
    public string? Issuer { get; set; }

    /// <summary>Address of the provider's metadata, where it is not below the authority.</summary>
    public string? MetadataAddress { get; set; }

    /// <summary>The <c>aud</c> that tokens must name.</summary>
    public string Audience { get; set; } = DefaultAudience;

    /// <summary>How far clocks may be apart, at most 60 s.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Path of a development key (<see cref="Access.DevelopmentKey"/>). Development only.</summary>
    public string? DevelopmentKey { get; set; }

    public bool HasProvider => !string.IsNullOrEmpty(Authority) || !string.IsNullOrEmpty(MetadataAddress);

    /// <exception cref="InvalidOperationException">The configuration would accept tokens it must not, or none at all.</exception>
    public static AccessOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = configuration.GetSection("Access").Get<AccessOptions>() ?? new AccessOptions();
        if (!string.IsNullOrEmpty(options.DevelopmentKey) && !environment.IsDevelopment())
        {
            throw new InvalidOperationException($"Access:DevelopmentKey is set in environment {environment.EnvironmentName}; it is for Development only.");
        }

        if (!options.HasProvider && string.IsNullOrEmpty(options.DevelopmentKey))
        {
            throw new InvalidOperationException("Access:Authority is not set: no token could be accepted.");
        }

        if (options.HasProvider && string.IsNullOrEmpty(options.Authority) && string.IsNullOrEmpty(options.Issuer))
        {
            throw new InvalidOperationException("Access:MetadataAddress needs Access:Issuer or Access:Authority beside it.");
        }

        if (string.IsNullOrWhiteSpace(options.Audience))
        {
            throw new InvalidOperationException("Access:Audience is empty.");
        }

        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > MaxClockSkew)
        {
            throw new InvalidOperationException($"Access:ClockSkew is {options.ClockSkew}; it may be from 0 to {MaxClockSkew}.");
        }

        return options;
    }
}

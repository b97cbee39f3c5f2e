using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Access;

/// <summary>Whose tokens are accepted: configuration section <c>Access</c>, itself the first provider.</summary>
public sealed class AccessOptions : ProviderOptions
{
    public const string DefaultAudience = "egovplatform";

    /// <summary>Only access tokens, so that no other signed document of the issuer passes for one.</summary>
    public const string TokenType = "at+jwt";

    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>
    /// More providers, each by a name of ours. Subjects are unique within one provider only, so theirs are told apart as
    /// <c>{name}/{sub}</c>.
    /// </summary>
    public IDictionary<string, ProviderOptions> Providers { get; } = new Dictionary<string, ProviderOptions>(StringComparer.Ordinal);

    /// <summary>How far clocks may be apart, at most 60 s.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Path of a development key (<see cref="Access.DevelopmentKey"/>). Development only.</summary>
    public string? DevelopmentKey { get; set; }

    /// <exception cref="InvalidOperationException">The configuration would accept tokens it must not, or none at all.</exception>
    public static AccessOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = configuration.GetSection("Access").Get<AccessOptions>() ?? new AccessOptions();
        options.Audience ??= DefaultAudience;
        if (!string.IsNullOrEmpty(options.DevelopmentKey) && !environment.IsDevelopment())
        {
            throw new UnsafeSettingException("Access:DevelopmentKey", environment.EnvironmentName, "is set");
        }

        if (options.HasProvider || (string.IsNullOrEmpty(options.DevelopmentKey) && options.Providers.Count == 0))
        {
            options.Check("Access");
        }

        foreach (var (name, provider) in options.Providers)
        {
            provider.Check($"Access:Providers:{name}");
        }

        if (options.All().GroupBy(p => p.Provider.ValidIssuer, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Access:Providers has the issuer '{twice.Key}' twice.");
        }

        if (string.IsNullOrWhiteSpace(options.Audience) || options.Providers.Values.Any(p => p.Audience is { } a && string.IsNullOrWhiteSpace(a)))
        {
            throw new InvalidOperationException("Access:Audience is empty.");
        }

        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > MaxClockSkew)
        {
            throw new InvalidOperationException($"Access:ClockSkew is {options.ClockSkew}; it may be from 0 to {MaxClockSkew}.");
        }

        return options;
    }

    /// <summary>Every provider with its name; the first has none.</summary>
    internal IEnumerable<(string Name, ProviderOptions Provider)> All() =>
        [.. HasProvider ? [("", this)] : Array.Empty<(string, ProviderOptions)>(), .. Providers.Select(p => (p.Key, p.Value))];
}

using EGovPlatform.Common.V1;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Access;

/// <summary>The token a process of the platform calls others with when no user asked for it, such as to read their logs.</summary>
/// <param name="self">Name of the service, such as `countries`.</param>
/// <param name="configuration">Where the key, or the token, is named.</param>
/// <param name="environment">Tells Development.</param>
/// <param name="time">When tokens end.</param>
public sealed class ServiceToken(string self, IConfiguration configuration, IHostEnvironment environment, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>In Development the platform signs its own tokens; elsewhere the identity provider's client token is configured.</summary>
    public string Issue()
    {
        if (configuration["Access:ServiceToken"] is { Length: > 0 } given)
        {
            return given;
        }

        var options = AccessOptions.Read(configuration, environment);
        return options.DevelopmentKey is { Length: > 0 } key
            ? new TokenIssuer(DevelopmentKey.LoadOrCreate(key), time).Issue($"system/{self}", [Role.Service], Lifetime)
            : throw new InvalidOperationException("Access:ServiceToken is not configured.");
    }
}

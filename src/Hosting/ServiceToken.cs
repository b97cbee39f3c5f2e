using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Hosting;

/// <summary>The token a service calls others with when no user asked for it, such as to read their logs.</summary>
public sealed class ServiceToken(ServiceIdentity self, IConfiguration configuration, IHostEnvironment environment, TimeProvider time)
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
            ? new TokenIssuer(DevelopmentKey.LoadOrCreate(key), time).Issue($"system/{self.Name}", [Role.Service], Lifetime)
            : throw new InvalidOperationException("Access:ServiceToken is not configured.");
    }
}

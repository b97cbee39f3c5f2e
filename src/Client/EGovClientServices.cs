using Microsoft.Extensions.DependencyInjection;

namespace EGovPlatform.Client;

/// <summary>The client in a program's services.</summary>
public static class EGovClientServices
{
    /// <summary>Adds one <see cref="EGovClient"/> for the whole program.</summary>
    public static IServiceCollection AddEGovClient(this IServiceCollection services, Func<IServiceProvider, EGovClientOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return services.AddSingleton(provider => new EGovClient(options(provider)));
    }
}

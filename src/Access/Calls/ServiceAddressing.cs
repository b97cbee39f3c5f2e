using Microsoft.Extensions.Configuration;

namespace EGovPlatform.Access;

/// <summary>Where the other services are.</summary>
public static class ServiceAddressing
{
    /// <summary>The first address of a service's endpoint (<c>grpc</c> or <c>http</c>), from <c>services__{service}__{endpoint}__0</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not configured, or is no absolute address.</exception>
    public static Uri ServiceAddress(this IConfiguration configuration, string service, string endpoint) =>
        configuration.ServiceAddresses(service, endpoint)[0];

    /// <summary>All addresses of a service's endpoint, at least one: <c>services__{service}__{endpoint}__0</c>, <c>__1</c> and so on.</summary>
    /// <exception cref="InvalidOperationException">None is configured, or one is no absolute address.</exception>
    public static IReadOnlyList<Uri> ServiceAddresses(this IConfiguration configuration, string service, string endpoint)
    {
        var missing = new InvalidOperationException($"The address of {service} is missing: set services__{service}__{endpoint}__0.");
        var addresses = configuration.GetSection($"services:{service}:{endpoint}").GetChildren()
            .Select(child => Uri.TryCreate(child.Value, UriKind.Absolute, out var address) ? address : throw missing)
            .ToList();
        return addresses.Count > 0 ? addresses : throw missing;
    }
}

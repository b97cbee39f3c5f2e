namespace Grpc.Net.Client.Configuration;

/// <summary>How calls through a channel behave.</summary>
public sealed class ServiceConfig
{
    /// <summary>For methods by name; the most precise name wins.</summary>
    public IList<MethodConfig> MethodConfigs { get; } = [];

    /// <summary>How calls spread over addresses: the first policy known wins, pick first without one.</summary>
    public IList<LoadBalancingConfig> LoadBalancingConfigs { get; } = [];

    /// <summary>Stops retries while too many calls fail. Null means never.</summary>
    public RetryThrottlingPolicy? RetryThrottling { get; set; }
}

/// <summary>How the methods named behave.</summary>
public sealed class MethodConfig
{
    public IList<MethodName> Names { get; } = [];

    /// <summary>Null means no retries.</summary>
    public RetryPolicy? RetryPolicy { get; set; }
}

/// <summary>Names a method, all methods of a service, or, with neither, all methods.</summary>
public sealed class MethodName
{
    public static readonly MethodName Default = new();

    /// <summary>Full name of the service.</summary>
    public string? Service { get; set; }

    /// <summary>Name of the method; needs <see cref="Service"/>.</summary>
    public string? Method { get; set; }
}

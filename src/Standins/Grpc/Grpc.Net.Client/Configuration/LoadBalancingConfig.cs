namespace Grpc.Net.Client.Configuration;

/// <summary>How calls spread over the addresses of a service.</summary>
public class LoadBalancingConfig(string loadBalancingPolicyName)
{
    public const string PickFirstPolicyName = "pick_first";
    public const string RoundRobinPolicyName = "round_robin";

    public string PolicyName { get; } = loadBalancingPolicyName ?? throw new ArgumentNullException(nameof(loadBalancingPolicyName));
}

/// <summary>All calls go to one address, the first that answers.</summary>
public sealed class PickFirstConfig() : LoadBalancingConfig(PickFirstPolicyName);

/// <summary>Each call goes to the next address.</summary>
public sealed class RoundRobinConfig() : LoadBalancingConfig(RoundRobinPolicyName);

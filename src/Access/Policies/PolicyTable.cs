using System.Collections.Frozen;
using System.Reflection;
using EGovPlatform.Common.V1;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace EGovPlatform.Access;

/// <summary>The rule of every method this process serves, read from the contracts. What is not in it is refused.</summary>
public sealed class PolicyTable
{
    /// <summary>Protocols of gRPC itself, whose contracts are not ours to annotate. They tell nothing of any record.</summary>
    private static readonly string[] Open = ["/grpc.health.v1.", "/grpc.reflection."];

    private volatile FrozenDictionary<string, MethodPolicy> policies = FrozenDictionary<string, MethodPolicy>.Empty;

    /// <summary>The rule of a method (<c>/package.Service/Method</c>), or null when it is unknown.</summary>
    public MethodPolicy? Find(string method) => policies.GetValueOrDefault(method);

    /// <summary>Reads the rules of the services that are mapped.</summary>
    /// <exception cref="InvalidOperationException">A method carries no policy; the message names all of them.</exception>
    public void Load(IEnumerable<(Type ServiceType, string Method)> mapped)
    {
        var found = new Dictionary<string, MethodPolicy>(StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (var (serviceType, method) in mapped.Distinct())
        {
            var policy = Open.Any(o => method.StartsWith(o, StringComparison.Ordinal)) ? MethodPolicy.Anyone : Read(serviceType, method);
            if (policy is null)
            {
                missing.Add(method);
            }
            else
            {
                found[method] = policy;
            }
        }

        if (missing.Count > 0)
        {
            throw new InvalidOperationException($"No access policy on {string.Join(", ", missing)}: add option (egov.common.v1.policy) to the rpc.");
        }

        policies = found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static MethodPolicy? Read(Type serviceType, string method)
    {
        var policy = Descriptor(serviceType)?.FindMethodByName(method[(method.LastIndexOf('/') + 1)..])?.GetOptions()?.GetExtension(PolicyExtensions.Policy);
        return policy is null || (policy.Roles.Count == 0 && !policy.Anonymous) ? null : new MethodPolicy(policy);
    }

    /// <summary>The generated base names, by attribute, the static class that holds its descriptor.</summary>
    private static ServiceDescriptor? Descriptor(Type serviceType)
    {
        for (var type = serviceType; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } bind)
            {
                return bind.BindType.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as ServiceDescriptor;
            }
        }

        return null;
    }
}

using EGovPlatform.Common.V1;

namespace EGovPlatform.Access;

/// <summary>The rule of one method, in the form each call needs it.</summary>
public sealed class MethodPolicy
{
    /// <summary>For the protocols of gRPC itself.</summary>
    internal static readonly MethodPolicy Anyone = new(new Policy { Anonymous = true });

    public MethodPolicy(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Anonymous = policy.Anonymous;
        Roles = [.. policy.Roles];
        Audit = policy.Audit;
        RateClass = policy.RateClass;
    }

    /// <summary>Whether a call needs no token.</summary>
    public bool Anonymous { get; }

    /// <summary>Roles of which the caller needs one.</summary>
    public IReadOnlyList<Role> Roles { get; }

    public Audit Audit { get; }

    public RateClass RateClass { get; }

    public bool Allows(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Anonymous || Roles.Any(caller.Has);
    }
}

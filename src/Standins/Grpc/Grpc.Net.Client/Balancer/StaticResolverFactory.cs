namespace Grpc.Net.Client.Balancer;

/// <summary>For addresses such as <c>static:///countries</c>: the caller says where the service is.</summary>
public sealed class StaticResolverFactory(Func<Uri, IEnumerable<BalancerAddress>> addressesCallback) : ResolverFactory
{
    public override string Name => "static";

    public override Resolver Create(ResolverOptions options) => new StaticResolver([.. addressesCallback(options.Address)]);

    private sealed class StaticResolver(IReadOnlyList<BalancerAddress> addresses) : Resolver
    {
        public override void Start(Action<ResolverResult> listener) => listener(ResolverResult.ForResult(addresses));
    }
}

namespace Grpc.Net.ClientFactory;

/// <summary>Makes clients by name, with the same options as those injected.</summary>
public abstract class GrpcClientFactory
{
    /// <exception cref="InvalidOperationException">No client of this name and type was added.</exception>
    public abstract TClient CreateClient<TClient>(string name)
        where TClient : class;
}

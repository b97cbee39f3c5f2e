using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Grpc.Net.ClientFactory;

/// <summary>How clients of one name are made.</summary>
public class GrpcClientFactoryOptions
{
    /// <summary>Where the server is. Needed.</summary>
    public Uri? Address { get; set; }

    /// <summary>Applied to the channel, in order.</summary>
    public IList<Action<GrpcChannelOptions>> ChannelOptionsActions { get; } = [];

    /// <summary>Stand before calls, in order.</summary>
    public IList<InterceptorRegistration> InterceptorRegistrations { get; } = [];

    /// <summary>Applied to the options of each call, in order.</summary>
    public IList<Action<CallOptionsContext>> CallOptionsActions { get; } = [];

    /// <summary>Makes the client in place of its constructor.</summary>
    public Func<CallInvoker, object>? Creator { get; set; }
}

/// <summary>Whether an interceptor is made with each client or once with the channel.</summary>
public enum InterceptorScope
{
    Client,
    Channel,
}

/// <summary>How an interceptor comes to be.</summary>
public class InterceptorRegistration(InterceptorScope scope, Func<IServiceProvider, Interceptor> creator)
{
    public InterceptorScope Scope { get; } = scope;

    public Func<IServiceProvider, Interceptor> Creator { get; } = creator ?? throw new ArgumentNullException(nameof(creator));
}

/// <summary>The options of a call about to start, and the services of the scope its client came from.</summary>
public sealed class CallOptionsContext
{
    internal CallOptionsContext(CallOptions callOptions, IServiceProvider serviceProvider)
    {
        CallOptions = callOptions;
        ServiceProvider = serviceProvider;
    }

    public CallOptions CallOptions { get; set; }

    public IServiceProvider ServiceProvider { get; }
}

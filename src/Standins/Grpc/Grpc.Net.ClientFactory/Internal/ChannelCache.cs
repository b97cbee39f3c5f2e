using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>One channel per name, with the interceptors made once for it.</summary>
internal sealed class ChannelCache(IServiceProvider services, IHttpMessageHandlerFactory handlers, IOptionsMonitor<GrpcClientFactoryOptions> options, ILoggerFactory logging) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<(GrpcChannel Channel, CallInvoker Invoker)>> channels = new(StringComparer.Ordinal);

    public CallInvoker Get(string name) => channels.GetOrAdd(name, n => new(() => Create(n))).Value.Invoker;

    public void Dispose()
    {
        foreach (var made in channels.Values.Where(c => c.IsValueCreated))
        {
            made.Value.Channel.Dispose();
        }
    }

    private (GrpcChannel Channel, CallInvoker Invoker) Create(string name)
    {
        var client = options.Get(name);
        if (client.Address is null)
        {
            throw new InvalidOperationException($"Could not resolve the address for gRPC client '{name}'. Set an address when adding the client.");
        }

        var channelOptions = new GrpcChannelOptions { HttpHandler = new RotatingHandler(handlers, name), LoggerFactory = logging };
        foreach (var configure in client.ChannelOptionsActions)
        {
            configure(channelOptions);
        }

        var channel = GrpcChannel.ForAddress(client.Address, channelOptions);
        var invoker = channel.CreateCallInvoker();
        foreach (var registration in client.InterceptorRegistrations.Where(r => r.Scope == InterceptorScope.Channel).Reverse())
        {
            invoker = invoker.Intercept(registration.Creator(services));
        }

        return (channel, invoker);
    }

    // The channel lives as long as the process; the handler below it is renewed by IHttpClientFactory.
    private sealed class RotatingHandler(IHttpMessageHandlerFactory handlers, string name) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var invoker = new HttpMessageInvoker(handlers.CreateHandler(name), disposeHandler: false);
            return await invoker.SendAsync(request, cancellationToken);
        }
    }
}

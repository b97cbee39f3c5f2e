using System.IO.Compression;
using Grpc.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What holds for the methods of one service, after the options of all services and its own.</summary>
internal sealed class MethodOptions
{
    private MethodOptions(GrpcServiceOptions options, IReadOnlyList<InterceptorActivator> interceptors)
    {
        MaxSendMessageSize = options.MaxSendMessageSize;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        EnableDetailedErrors = options.EnableDetailedErrors ?? false;
        Interceptors = interceptors;
        Encodings = new Encodings(options.CompressionProviders);
        ResponseEncoding = options.ResponseCompressionAlgorithm;
        ResponseCompressionLevel = options.ResponseCompressionLevel;
        if (!Encodings.TryFind(ResponseEncoding, out _))
        {
            throw new InvalidOperationException($"The configured response compression algorithm '{ResponseEncoding}' does not have a matching compression provider.");
        }
    }

    public int? MaxSendMessageSize { get; }

    public int? MaxReceiveMessageSize { get; }

    public bool EnableDetailedErrors { get; }

    public Encodings Encodings { get; }

    public string? ResponseEncoding { get; }

    public CompressionLevel? ResponseCompressionLevel { get; }

    public IReadOnlyList<InterceptorActivator> Interceptors { get; }

    public static MethodOptions Create<TService>(IServiceProvider services)
        where TService : class
    {
        var all = services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        var own = new GrpcServiceOptions<TService>
        {
            MaxSendMessageSize = all.MaxSendMessageSize,
            MaxReceiveMessageSize = all.MaxReceiveMessageSize,
            EnableDetailedErrors = all.EnableDetailedErrors,
            ResponseCompressionAlgorithm = all.ResponseCompressionAlgorithm,
            ResponseCompressionLevel = all.ResponseCompressionLevel,
            CompressionProviders = all.CompressionProviders,
        };
        foreach (var configure in services.GetServices<IConfigureOptions<GrpcServiceOptions<TService>>>())
        {
            configure.Configure(own);
        }

        var registrations = services.GetRequiredService<Registrations>();
        return new MethodOptions(own, [.. all.Interceptors.Concat(own.Interceptors).Select(i => new InterceptorActivator(i, registrations))]);
    }
}

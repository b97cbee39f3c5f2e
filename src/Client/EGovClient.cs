using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace EGovPlatform.Client;

/// <summary>A connection to the platform's gateway for .NET programs; safe to share, one for each program.</summary>
public sealed class EGovClient : IDisposable
{
    private readonly GrpcChannel? channel;

    /// <summary>Connects as the options say. Nothing is sent before the first call.</summary>
    public EGovClient(EGovClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var bearer = CallCredentials.FromInterceptor(async (context, metadata) =>
            metadata.Add("authorization", $"Bearer {await options.Token(context.CancellationToken)}"));
        var insecure = options.Gateway.Scheme == Uri.UriSchemeHttp;
        channel = GrpcChannel.ForAddress(options.Gateway, new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Create(insecure ? ChannelCredentials.Insecure : ChannelCredentials.SecureSsl, bearer),
            // On loopback and inside a mesh the gateway speaks h2c; the token must travel there too.
            UnsafeUseInsecureChannelCallCredentials = insecure,
            ServiceConfig = options.Tries > 1 ? Retries.Config(options.Tries) : null,
        });
        Invoker = channel.CreateCallInvoker().Intercept(new RequestIds());
    }

    /// <summary>Connects with the usual options.</summary>
    /// <param name="gateway">Address of the gateway's gRPC port, such as <c>http://127.0.0.1:8081</c>.</param>
    /// <param name="token">Gives the bearer token of each call.</param>
    public EGovClient(Uri gateway, Func<CancellationToken, Task<string>> token)
        : this(new EGovClientOptions { Gateway = gateway, Token = token })
    {
    }

    /// <summary>A client of something else than a network, such as <see cref="Testing.TestPlatform"/>.</summary>
    public EGovClient(CallInvoker invoker) => Invoker = invoker.Intercept(new RequestIds());

    /// <summary>What generated clients are made from.</summary>
    public CallInvoker Invoker { get; }

    /// <summary>The client of one service, such as <c>Get&lt;AgreementService.AgreementServiceClient&gt;()</c>.</summary>
    public TClient Get<TClient>()
        where TClient : ClientBase<TClient> => (TClient)Activator.CreateInstance(typeof(TClient), Invoker)!;

    public void Dispose() => channel?.Dispose();
}

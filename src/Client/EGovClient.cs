using Grpc.Core;
using Grpc.Net.Client;

namespace EGovPlatform.Client;

/// <summary>
/// A connection to the platform's gateway for .NET programs. Generated clients of every service are made from it:
/// <c>new CountryService.CountryServiceClient(client.Invoker)</c>.
/// </summary>
public sealed class EGovClient : IDisposable
{
    private readonly GrpcChannel channel;

    /// <param name="gateway">Address of the gateway's gRPC port, such as <c>http://127.0.0.1:8081</c>.</param>
    /// <param name="token">Gives the bearer token of each call; asked anew each time, so that it may be renewed.</param>
    public EGovClient(Uri gateway, Func<CancellationToken, Task<string>> token)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(token);
        var bearer = CallCredentials.FromInterceptor(async (context, metadata) =>
            metadata.Add("authorization", $"Bearer {await token(context.CancellationToken)}"));
        var insecure = gateway.Scheme == Uri.UriSchemeHttp;
        channel = GrpcChannel.ForAddress(gateway, new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Create(insecure ? ChannelCredentials.Insecure : ChannelCredentials.SecureSsl, bearer),
            // On loopback and inside a mesh the gateway speaks h2c; the token must travel there too.
            UnsafeUseInsecureChannelCallCredentials = insecure,
        });
        Invoker = channel.CreateCallInvoker();
    }

    /// <summary>What generated clients are made from.</summary>
    public CallInvoker Invoker { get; }

    public void Dispose() => channel.Dispose();
}

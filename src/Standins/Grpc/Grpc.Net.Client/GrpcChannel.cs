using Grpc.Core;
using Grpc.Net.Client.Internal;
using Grpc.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grpc.Net.Client;

/// <summary>A server to call by HTTP/2. Cheap to call through, dear to make: keep it.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly bool disposeInvoker;
    private readonly HttpMessageInvoker invoker;
    private readonly CancellationTokenSource disposal = new();

    private GrpcChannel(Uri address, GrpcChannelOptions options) : base(IsHttp(address) ? address.Authority : address.OriginalString)
    {
        if (options.HttpClient is not null && options.HttpHandler is not null)
        {
            throw new ArgumentException($"{nameof(GrpcChannelOptions.HttpClient)} and {nameof(GrpcChannelOptions.HttpHandler)} have been configured. Only one HTTP caller can be specified.", nameof(options));
        }

        Address = address;
        Options = options;
        Logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<GrpcChannel>();
        var credentials = ChannelCredentialsReader.Read(options.Credentials);
        var secure = IsHttp(address) ? address.Scheme == Uri.UriSchemeHttps : credentials.IsSecure
            ?? throw new InvalidOperationException($"Unable to determine the TLS configuration of the channel from address '{address}'. {nameof(GrpcChannelOptions)}.{nameof(GrpcChannelOptions.Credentials)} must be specified when the address doesn't have a 'http' or 'https' scheme.");
        if (credentials.IsSecure is { } asked && asked != secure)
        {
            throw new InvalidOperationException($"Channel is configured with {(asked ? "secure" : "insecure")} credentials and the address {address} does not fit them.");
        }

        SendsCallCredentials = secure || options.UnsafeUseInsecureChannelCallCredentials;
        if (credentials.CallCredentials.Count > 0 && !SendsCallCredentials)
        {
            throw new InvalidOperationException($"Call credentials need a secure channel or {nameof(GrpcChannelOptions.UnsafeUseInsecureChannelCallCredentials)}.");
        }

        CallCredentials = credentials.CallCredentials;
        Retries = new RetryRules(options.ServiceConfig, options.MaxRetryAttempts);
        Addresses = IsHttp(address)
            ? new ServerAddresses(address)
            : new ServerAddresses(ServerAddresses.Factory(options.ServiceProvider, address.Scheme), address, secure, options.ServiceConfig, options.InitialReconnectBackoff);
        Encodings = new Encodings(options.CompressionProviders);
        invoker = (HttpMessageInvoker?)options.HttpClient
            ?? new HttpMessageInvoker(options.HttpHandler ?? NewHandler(), disposeHandler: options.HttpHandler is null || options.DisposeHttpClient);
        disposeInvoker = options.HttpClient is null || options.DisposeHttpClient;
    }

    internal Uri Address { get; }

    internal GrpcChannelOptions Options { get; }

    internal ServerAddresses Addresses { get; }

    internal RetryRules Retries { get; }

    internal Encodings Encodings { get; }

    internal ILogger Logger { get; }

    internal bool SendsCallCredentials { get; }

    internal IReadOnlyList<AsyncAuthInterceptor> CallCredentials { get; }

    internal CancellationToken Disposed => disposal.Token;

    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ForAddress(new Uri(address), channelOptions);
    }

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <param name="address">http or https, or a scheme that a resolver of the options' services knows.</param>
    /// <param name="channelOptions">How the server is reached.</param>
    /// <exception cref="ArgumentException">The address is not absolute.</exception>
    /// <exception cref="InvalidOperationException">The credentials do not fit the address.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        if (!address.IsAbsoluteUri)
        {
            throw new ArgumentException($"The address '{address}' must be absolute.", nameof(address));
        }

        return new GrpcChannel(address, channelOptions);
    }

    /// <exception cref="ObjectDisposedException">The channel is disposed.</exception>
    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(disposal.IsCancellationRequested, this);
        return new HttpCallInvoker(this);
    }

    /// <summary>Ends the calls under way with CANCELLED and closes the connections that are the channel's own.</summary>
    public void Dispose()
    {
        if (disposal.IsCancellationRequested)
        {
            return;
        }

        disposal.Cancel();
        Addresses.Dispose();
        if (disposeInvoker)
        {
            invoker.Dispose();
        }
    }

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        invoker is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : invoker.SendAsync(request, cancellationToken);

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    private static bool IsHttp(Uri address) => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps;

    private static SocketsHttpHandler NewHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        AllowAutoRedirect = false,
        UseCookies = false,
    };
}

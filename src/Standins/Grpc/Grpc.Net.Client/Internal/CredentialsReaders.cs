using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>What channel credentials consist of.</summary>
internal sealed class ChannelCredentialsReader : ChannelCredentialsConfiguratorBase
{
    private readonly List<AsyncAuthInterceptor> callCredentials = [];

    /// <summary>Null when nothing was said.</summary>
    public bool? IsSecure { get; private set; }

    public IReadOnlyList<AsyncAuthInterceptor> CallCredentials => callCredentials;

    public static ChannelCredentialsReader Read(ChannelCredentials? credentials)
    {
        var reader = new ChannelCredentialsReader();
        credentials?.InternalPopulateConfiguration(reader, null);
        return reader;
    }

    public override void SetInsecureCredentials(object? state) => IsSecure = false;

    public override void SetSslCredentials(object? state, string? rootCertificates, object? keyCertificatePair, object? verifyPeerCallback)
    {
        if (rootCertificates is not null || keyCertificatePair is not null || verifyPeerCallback is not null)
        {
            throw new NotSupportedException("Certificates are configured on the HttpHandler of the channel.");
        }

        IsSecure = true;
    }

    public override void SetCompositeCredentials(object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        channelCredentials.InternalPopulateConfiguration(this, state);
        this.callCredentials.AddRange(CallCredentialsReader.Read(callCredentials));
    }
}

/// <summary>What call credentials consist of.</summary>
internal sealed class CallCredentialsReader : CallCredentialsConfiguratorBase
{
    private readonly List<AsyncAuthInterceptor> interceptors = [];

    public static IReadOnlyList<AsyncAuthInterceptor> Read(CallCredentials credentials)
    {
        var reader = new CallCredentialsReader();
        credentials.InternalPopulateConfiguration(reader, null);
        return reader.interceptors;
    }

    public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) => interceptors.Add(interceptor);

    public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
    {
        foreach (var part in credentials)
        {
            part.InternalPopulateConfiguration(this, state);
        }
    }
}

using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Keys;

/// <summary>What gateways ask.</summary>
internal sealed class ExchangeRpc(KeyStore keys, KeySigner signer, KeyChanges changes, IHostApplicationLifetime process, TimeProvider time) : ApiKeyExchangeService.ApiKeyExchangeServiceBase
{
    private static readonly TimeSpan HandedOn = TimeSpan.FromMinutes(1);

    // What a service began for a key it may finish: it asks other services with the same token.
    private static readonly TimeSpan Finish = TimeSpan.FromMinutes(1);

    public override async Task<ExchangeApiKeyResponse> ExchangeApiKey(ExchangeApiKeyRequest request, ServerCallContext context)
    {
        if (KeySecret.Parse(request.Secret) is not { } secret || await keys.UseAsync(secret, context.CancellationToken) is not var (key, end))
        {
            throw Errors.Unauthenticated();
        }

        var now = time.GetUtcNow();
        var until = end < now + HandedOn ? end : now + HandedOn;
        var issuer = await signer.IssuerAsync(context.CancellationToken);
        return new ExchangeApiKeyResponse
        {
            Name = key.Name,
            Token = issuer.Issue(key.Owner, key.Roles, until + Finish - now, key.Countries, key.Organizations, key.Name, key.Workspace),
            ExpireTime = Timestamp.FromDateTimeOffset(until),
        };
    }

    public override async Task WatchApiKeys(WatchApiKeysRequest request, IServerStreamWriter<WatchApiKeysResponse> responseStream, ServerCallContext context)
    {
        // A process that ends must not wait for its watchers; they go on elsewhere.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, process.ApplicationStopping);
        using var watching = changes.Watch();
        try
        {
            await foreach (var name in watching.Names.ReadAllAsync(either.Token))
            {
                await responseStream.WriteAsync(new WatchApiKeysResponse { Name = name }, context.CancellationToken);
            }
        }
        catch (OperationCanceledException) when (process.ApplicationStopping.IsCancellationRequested)
        {
            throw Errors.Unavailable("The process");
        }
    }
}

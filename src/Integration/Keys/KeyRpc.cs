using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Keys;

/// <summary>The calls of ApiKeyService; what they mean stands in the proto.</summary>
internal sealed class KeyRpc(KeyStore keys, TimeProvider time) : ApiKeyService.ApiKeyServiceBase
{
    private static readonly TimeSpan UsualOverlap = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    public override async Task<ApiKey> CreateApiKey(CreateApiKeyRequest request, ServerCallContext context)
    {
        var owner = Person(context);
        var key = Masks.Apply(new ApiKey(), request.ApiKey ?? new ApiKey(), null);
        var faults = KeyRules.Check(key, owner, time.GetUtcNow());
        if (request.ApiKeyId.Length > 0 && NamePattern.IdProblem(request.ApiKeyId) is { } problem)
        {
            faults.Add(new("api_key_id", "ID", problem));
        }

        Edits.ThrowIfAny(faults);

        KeyRules.Narrow(key, owner);
        key.Name = $"apiKeys/{(request.ApiKeyId.Length > 0 ? request.ApiKeyId : Guid.CreateVersion7().ToString())}";
        (key.Owner, key.Workspace) = (owner.Subject, owner.Workspace);
        var secret = KeySecret.New();
        if (!await keys.AddAsync(key, secret, context.CancellationToken))
        {
            throw Errors.AlreadyExists(key.Name);
        }

        key.Secret = secret.Text;
        return key;
    }

    public override Task<ApiKey> GetApiKey(GetApiKeyRequest request, ServerCallContext context) =>
        keys.GetAsync(request.Name, context.Caller(), context.CancellationToken);

    public override Task<ListApiKeysResponse> ListApiKeys(ListApiKeysRequest request, ServerCallContext context) =>
        keys.ListAsync(request, context.Caller(), context.CancellationToken);

    public override async Task<ApiKey> RotateApiKey(RotateApiKeyRequest request, ServerCallContext context)
    {
        var owner = Person(context);
        var now = time.GetUtcNow();
        var overlap = request.Overlap?.ToTimeSpan() ?? UsualOverlap;
        if (overlap < TimeSpan.Zero || overlap > LongestOverlap)
        {
            throw Errors.InvalidField("overlap", "RANGE", $"overlap is 0 s to {LongestOverlap.Days} days.");
        }

        if (request.ExpireTime is not null && KeyRules.EndFault(request.ExpireTime, now) is { } fault)
        {
            throw Errors.InvalidField("expire_time", "RANGE", fault);
        }

        var secret = KeySecret.New();
        var rotated = await keys.ChangeAsync(
            request.Name, request.Etag, subject => subject == owner.Subject,
            async (connection, key) =>
            {
                if (key.RevokeTime is not null)
                {
                    throw Errors.IllegalTransition(key.Name, "REVOKED", "ROTATED", []);
                }

                if (!KeyRules.Narrow(key, owner))
                {
                    throw Errors.InvalidField("name", "NOT_OWNERS", "Its owner has none of the key's rights any more; revoke it.");
                }

                key.ExpireTime = request.ExpireTime ?? key.ExpireTime;
                await keys.RotateAsync(connection, key, secret, overlap);
                return true;
            },
            context.CancellationToken);
        rotated.Secret = secret.Text;
        return rotated;
    }

    public override Task<ApiKey> RevokeApiKey(RevokeApiKeyRequest request, ServerCallContext context)
    {
        var caller = context.Caller();
        return keys.ChangeAsync(
            request.Name, request.Etag, subject => subject == caller.Subject || (caller.Has(Role.Operator) && caller.Workspace.Length == 0),
            (_, key) =>
            {
                var first = key.RevokeTime is null;
                key.RevokeTime ??= Timestamp.FromDateTimeOffset(time.GetUtcNow());
                return Task.FromResult(first);
            },
            context.CancellationToken);
    }

    // A stolen key must not make others that outlive it.
    private static Caller Person(ServerCallContext context) =>
        context.GetHttpContext().User.HasClaim(c => c.Type == KeyIssuer.KeyClaim) ? throw Errors.PermissionDenied(context.Method, []) : context.Caller();
}

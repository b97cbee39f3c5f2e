using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Owners;

/// <summary>Earlier versions of records, from the change logs of their owners. Read with our own token: editors may not read logs.</summary>
public sealed class OwnerHistory(ServiceChannels channels, ServiceToken token, TimeProvider time)
{
    private const int PageSize = 200;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly Marshaller<ListChangesRequest> Requests = Marshallers.Create(r => r.ToByteArray(), ListChangesRequest.Parser.ParseFrom);
    private static readonly Marshaller<ListChangesResponse> Answers = Marshallers.Create(r => r.ToByteArray(), ListChangesResponse.Parser.ParseFrom);

    /// <summary>The body of a version, personal parts left out; null when the log no longer has it.</summary>
    public async Task<IMessage?> VersionAsync(MessageDescriptor type, string name, long version, CancellationToken cancellation)
    {
        var service = ResourceCatalog.Of(type).Service;
        var owner = channels.Find(service) ?? throw Access.Errors.Unavailable($"Service {service}: services__{service}__grpc__0 is not configured; it");
        var method = new Method<ListChangesRequest, ListChangesResponse>(MethodType.Unary, $"egov.{service}.v1.ChangeService", "ListChanges", Requests, Answers);
        var request = new ListChangesRequest { Name = name, PageSize = PageSize };
        while (true)
        {
            var options = new CallOptions(new Metadata { { "authorization", $"Bearer {token.Issue()}" } }, time.GetUtcNow().UtcDateTime + Limit, cancellation);
            using var call = owner.AsyncUnaryCall(method, null, options, request);
            var page = await call.ResponseAsync;
            if (page.Changes.FirstOrDefault(c => c.Version == version) is { Body.Length: > 0 } change)
            {
                return type.Parser.ParseFrom(change.Body);
            }

            if (page.Changes.Any(c => c.Version >= version) || page.NextPosition >= page.LastPosition || page.NextPosition == request.AfterPosition)
            {
                return null;
            }

            request.AfterPosition = page.NextPosition;
        }
    }
}

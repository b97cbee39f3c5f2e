using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Resources.Changes;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.Hosting;

/// <summary>Reads change logs: our own from the database, the others from their owners.</summary>
public sealed class OwnerLogs(
    ServiceIdentity self, NpgsqlDataSource database, ServiceChannels channels, ServiceToken token, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly Marshaller<ListChangesRequest> Requests = Marshallers.Create(r => r.ToByteArray(), ListChangesRequest.Parser.ParseFrom);
    private static readonly Marshaller<ListChangesResponse> Answers = Marshallers.Create(r => r.ToByteArray(), ListChangesResponse.Parser.ParseFrom);

    /// <summary>A page of a log. The method follows from the service by convention: `egov.countries.v1.ChangeService/ListChanges`.</summary>
    public async Task<ListChangesResponse> PullAsync(string service, long after, int limit, CancellationToken cancellation)
    {
        var request = new ListChangesRequest { AfterPosition = after, PageSize = limit };
        if (service == self.Name)
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            return await ChangeRows.ListAsync(connection, service, request, cancellation);
        }

        var owner = channels.Find(service) ?? throw Errors.Unavailable($"Service {service}: services__{service}__grpc__0 is not configured; it");
        var method = new Method<ListChangesRequest, ListChangesResponse>(MethodType.Unary, $"egov.{service}.v1.ChangeService", "ListChanges", Requests, Answers);
        var options = new CallOptions(new Metadata { { "authorization", $"Bearer {token.Issue()}" } }, time.GetUtcNow().UtcDateTime + Limit, cancellation);
        using var call = owner.AsyncUnaryCall(method, null, options, request);
        return await call.ResponseAsync;
    }
}

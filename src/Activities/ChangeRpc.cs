using EGovPlatform.Common.V1;
using EGovPlatform.Activities.V1;
using EGovPlatform.Resources.Audit;
using EGovPlatform.Resources.Changes;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService;

/// <summary>The change feed of this service.</summary>
public sealed class ChangeRpc(ChangeFeed feed, VersionComparer versions, LogCheck check) : ChangeService.ChangeServiceBase
{
    public override Task<ListChangesResponse> ListChanges(ListChangesRequest request, ServerCallContext context) =>
        feed.ListAsync(request, context);

    public override Task WatchChanges(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context) =>
        feed.WatchAsync(request, responseStream, context);

    public override Task<CompareVersionsResponse> CompareVersions(CompareVersionsRequest request, ServerCallContext context) =>
        versions.CompareAsync(request, context);

    public override Task VerifyChanges(VerifyChangesRequest request, IServerStreamWriter<VerifyChangesResponse> responseStream, ServerCallContext context) =>
        check.VerifyAsync(request, responseStream, context);
}

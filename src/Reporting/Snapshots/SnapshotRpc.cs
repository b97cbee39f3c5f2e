using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ReportingService.Snapshots;

/// <summary>The calls of SnapshotService; what they mean stands in the proto.</summary>
public sealed class SnapshotRpc(Resource<Snapshot> snapshots, SnapshotTaker taker) : SnapshotService.SnapshotServiceBase
{
    public override Task<Snapshot> GetSnapshot(GetRequest request, ServerCallContext context) => snapshots.GetAsync(request, context);

    public override Task<ListSnapshotsResponse> ListSnapshots(ListRequest request, ServerCallContext context) => snapshots.ListAsync<ListSnapshotsResponse>(request, context);

    public override Task<Snapshot> CreateSnapshot(CreateSnapshotRequest request, ServerCallContext context) =>
        snapshots.CreateAsync(request, context, asked => taker.FillAsync(asked, context.Caller(), context.CancellationToken));

    public override async Task<VerifySnapshotResponse> VerifySnapshot(VerifySnapshotRequest request, ServerCallContext context) =>
        await taker.VerifyAsync(await snapshots.GetAsync(new GetRequest { Name = request.Name }, context), context.Caller(), context.CancellationToken);
}

using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Briefs;
using EGovPlatform.ReportingService.Quality;
using Grpc.Core;

namespace EGovPlatform.ReportingService;

/// <summary>The calls of RecordViewService; what they mean stands in the proto.</summary>
public sealed class RecordViewRpc(RecordBriefs briefs, Timelines timelines, RecordQualities qualities, Funnels funnels) : RecordViewService.RecordViewServiceBase
{
    public override Task<Brief> GetBrief(GetBriefRequest request, ServerCallContext context) => briefs.GetAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetTimelineResponse> GetTimeline(GetTimelineRequest request, ServerCallContext context) => timelines.GetAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListRecordQualityResponse> ListRecordQuality(ListRecordQualityRequest request, ServerCallContext context) => qualities.ListAsync(request, context.Caller(), context.CancellationToken);

    public override Task<Funnel> GetFunnel(GetFunnelRequest request, ServerCallContext context) => funnels.GetAsync(request, context.Caller(), context.CancellationToken);
}

using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Messaging.Operating;
using Grpc.Core;

namespace EGovPlatform.ReportingService;

/// <summary>This service's messages, for operators.</summary>
public sealed class OperatorRpc(MessageDesk desk) : OperatorService.OperatorServiceBase
{
    public override Task<ListParkedChangesResponse> ListParkedChanges(ListParkedChangesRequest request, ServerCallContext context) =>
        desk.ListAsync(request, context);

    public override Task<RetryParkedChangeResponse> RetryParkedChange(RetryParkedChangeRequest request, ServerCallContext context) =>
        desk.RetryAsync(request, context);

    public override Task<DropParkedChangeResponse> DropParkedChange(DropParkedChangeRequest request, ServerCallContext context) =>
        desk.DropAsync(request, context);

    public override Task<MessagingStatus> GetMessagingStatus(GetMessagingStatusRequest request, ServerCallContext context) =>
        desk.StatusAsync(context);
}

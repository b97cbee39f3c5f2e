using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources.Operations;
using Grpc.Core;

namespace EGovPlatform.ReportingService.Operations;

/// <summary>Long-running work of this service.</summary>
public sealed class OperationRpc(OperationStore operations) : OperationService.OperationServiceBase
{
    public override Task<Operation> GetOperation(GetOperationRequest request, ServerCallContext context) => operations.GetAsync(request.Name, context.CancellationToken);

    public override Task<ListOperationsResponse> ListOperations(ListOperationsRequest request, ServerCallContext context) => operations.ListAsync(request, context.CancellationToken);

    public override Task<Operation> CancelOperation(CancelOperationRequest request, ServerCallContext context) => operations.CancelAsync(request.Name, context.CancellationToken);
}

using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.IntegrationService;

/// <summary>Long-running work of this service.</summary>
public sealed class OperationRpc(OperationStore operations) : OperationService.OperationServiceBase
{
    public override Task<Operation> GetOperation(GetOperationRequest request, ServerCallContext context) => operations.GetAsync(request, context);

    public override Task<ListOperationsResponse> ListOperations(ListOperationsRequest request, ServerCallContext context) => operations.ListAsync(request, context);

    public override Task<Operation> CancelOperation(CancelOperationRequest request, ServerCallContext context) => operations.CancelAsync(request, context);
}

using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ReportingService.Operator;

/// <summary>The calls of ReportOperatorService; what they mean stands in the proto.</summary>
public sealed class ReportOperatorRpc(OperationRunner operations, Rebuild rebuild, MartReader mart) : ReportOperatorService.ReportOperatorServiceBase
{
    public override Task<Operation> RebuildProjection(RebuildProjectionRequest request, ServerCallContext context) =>
        operations.StartAsync("rebuild", rebuild.RunAsync, request.RequestId);

    public override Task<Operation> VerifyProjection(VerifyProjectionRequest request, ServerCallContext context) =>
        operations.StartAsync("verify-projection", rebuild.VerifyAsync, request.RequestId);

    public override Task<ProjectionStatus> GetProjectionStatus(GetProjectionStatusRequest request, ServerCallContext context) =>
        mart.ReadAsync(c => ProjectionStatusReader.ReadAsync(c, request.WithDigest, context.CancellationToken), context.CancellationToken);
}

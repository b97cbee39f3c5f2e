using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Sandbox;

/// <summary>The calls of SandboxService; what they mean stands in the proto.</summary>
internal sealed class SandboxRpc(IConfiguration configuration, SandboxReset reset, OperationRunner operations, OperationStore store) : SandboxService.SandboxServiceBase
{
    public override Task<Operation> ResetSandbox(ResetSandboxRequest request, ServerCallContext context)
    {
        if (configuration["Sandbox:Workspace"] is not { Length: > 0 } workspace)
        {
            throw Errors.NoSandbox();
        }

        var caller = context.Caller();
        if (caller.Workspace.Length > 0 && caller.Workspace != workspace)
        {
            throw Errors.OutOfScope("sandbox");
        }

        var id = request.RequestId.Length > 0 ? request.RequestId : Guid.CreateVersion7().ToString();
        var actor = $"{store.Collection}/{id.ToLowerInvariant()}";
        return operations.StartAsync("reset-sandbox", (report, stop) => reset.RunAsync(workspace, caller.Subject, actor, report, stop), id);
    }
}

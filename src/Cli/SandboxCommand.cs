using System.CommandLine;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov sandbox`: the workspace to try things in.</summary>
internal static class SandboxCommand
{
    public static Command Create()
    {
        var reset = new Command("reset", "Delete every record of the sandbox and add its seed anew. Exit code 1 when that failed.");
        reset.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Operator);
            var started = await new SandboxService.SandboxServiceClient(client.Invoker)
                .ResetSandboxAsync(new ResetSandboxRequest { RequestId = Guid.NewGuid().ToString() }, cancellationToken: cancellation);
            var operations = new OperationService.OperationServiceClient(client.Invoker);
            var operation = await OperationWait.DoneAsync(started.Name, request => operations.GetOperationAsync(request, cancellationToken: cancellation), cancellation);
            if (operation.Error is { } error)
            {
                Console.WriteLine($"Failed: {error.Message}");
                return 1;
            }

            var result = operation.Response.Unpack<SandboxResult>();
            Console.WriteLine($"Workspace {result.Workspace}: {result.Deleted} deleted, {result.Seeded.Count} seeded, {result.KeptCount} kept.");
            foreach (var kept in result.Kept)
            {
                Console.WriteLine($"{kept.Record} kept: {kept.Reason} {kept.Description}");
            }

            return 0;
        });
        return new Command("sandbox", "The workspace to try things in.") { reset };
    }
}

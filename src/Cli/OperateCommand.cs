using System.CommandLine;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov operate`: work for operators.</summary>
internal static class OperateCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("service") { Description = "reporting" };
        var rebuild = new Command("rebuild", "Build a projection anew from the change logs.") { what };
        rebuild.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(what) != "reporting")
            {
                await Console.Error.WriteLineAsync("Only reporting has a projection.");
                return 2;
            }

            using var client = new Session(parsed).Connect(Role.Operator);
            return await RebuildAsync(client, cancellation);
        });
        var verify = new Command("verify", "Build a projection anew beside the one in use and compare them. Exit code 1 when they differ.") { what };
        verify.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(what) != "reporting")
            {
                await Console.Error.WriteLineAsync("Only reporting has a projection.");
                return 2;
            }

            using var client = new Session(parsed).Connect(Role.Operator);
            return await VerifyAsync(client, cancellation);
        });
        var status = new Command("status", "How far the projection is.");
        status.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Operator);
            var answer = await new ReportOperatorService.ReportOperatorServiceClient(client.Invoker)
                .GetProjectionStatusAsync(new GetProjectionStatusRequest { WithDigest = true }, cancellationToken: cancellation);
            foreach (var source in answer.Sources)
            {
                Console.WriteLine($"{source.Service,-12} {source.Position} of {source.LastPosition}{(source.Parked > 0 ? $", {source.Parked} parked" : "")}");
            }

            Console.WriteLine($"digest       {answer.Digest}");
            return 0;
        });
        return new Command("operate", "Work for operators.")
        {
            rebuild, verify, status, LagCommand.Create(), ParkedCommands.List(), ParkedCommands.Retry(), ParkedCommands.Drop(),
            BackupCommands.Backup(), BackupCommands.Restore(), ListenerCommand.Create(), AlertTestCommand.Create(),
        };
    }

    private static async Task<int> RebuildAsync(EGovClient client, CancellationToken cancellation)
    {
        var operation = await DoneAsync(client, await new ReportOperatorService.ReportOperatorServiceClient(client.Invoker)
            .RebuildProjectionAsync(new RebuildProjectionRequest { Reason = "egov operate rebuild" }, cancellationToken: cancellation), cancellation);
        Console.WriteLine(operation.Error is { } error ? $"Failed: {error.Message}" : $"Rebuilt from {operation.Progress} changes.");
        return operation.Error is null ? 0 : 1;
    }

    private static async Task<int> VerifyAsync(EGovClient client, CancellationToken cancellation)
    {
        var operation = await DoneAsync(client, await new ReportOperatorService.ReportOperatorServiceClient(client.Invoker)
            .VerifyProjectionAsync(new VerifyProjectionRequest(), cancellationToken: cancellation), cancellation);
        if (operation.Error is { } error)
        {
            Console.WriteLine($"Failed: {error.Message}");
            return 1;
        }

        var found = operation.Response.Unpack<ProjectionVerification>();
        Console.WriteLine(found.Equal ? $"Equal to one built from {operation.Progress} changes: {found.Digest}" : $"DIFFERENT: {found.Digest} in use, {found.RebuiltDigest} built anew");
        return found.Equal ? 0 : 1;
    }

    private static Task<Operation> DoneAsync(EGovClient client, Operation started, CancellationToken cancellation)
    {
        var operations = new OperationService.OperationServiceClient(client.Invoker);
        return OperationWait.DoneAsync(started.Name, request => operations.GetOperationAsync(request, cancellationToken: cancellation), cancellation);
    }
}

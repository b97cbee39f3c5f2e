using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace EGovPlatform.AppHost;

/// <summary>Operators' work, offered by the dashboard: each runs the command line against the gateway.</summary>
internal static class OperatorCommands
{
    public static IResourceBuilder<ProjectResource> WithRebuildCommand(
        this IResourceBuilder<ProjectResource> reporting, EndpointReference gateway, DevelopmentSecrets secrets)
    {
        var program = Path.GetFullPath("../egov", reporting.ApplicationBuilder.AppHostDirectory);
        return reporting.WithCommand("rebuild-projection", "Rebuild projection", context => RunAsync(program, ["operate", "rebuild", "reporting"], context.CancellationToken), new CommandOptions
        {
            Description = "Builds the reports' tables anew from the change logs of all services.",
            ConfirmationMessage = "Rebuild the projection? Reports lag until it is done.",
            IconName = "DatabaseArrowUp",
        });

        async Task<ExecuteCommandResult> RunAsync(string file, string[] arguments, CancellationToken cancellationToken)
        {
            var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            start.Environment["EGOV_GRPC"] = gateway.Url;
            start.Environment["Access__DevelopmentKey"] = secrets.TokenKeyFile;
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? CommandResults.Success() : CommandResults.Failure($"{await output}{await errors}");
        }
    }
}

using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace EGovPlatform.AppHost;

/// <summary>
/// Operators' work, offered by the dashboard: each runs the command line against the gateway. What it printed is shown when its
/// exit code says that something is wrong.
/// </summary>
internal sealed class OperatorCommands(EndpointReference gateway, DevelopmentSecrets secrets)
{
    /// <summary>Commands of every service.</summary>
    public void AddTo(IResourceBuilder<ProjectResource> service)
    {
        var name = service.Resource.Name;
        Add(service, "check-messages", "Check messages", ["operate", "lag", name], new CommandOptions
        {
            Description = "Says whether the service consumes and nothing is stuck.",
            IconName = "ArrowSync",
        });
        Add(service, "parked-changes", "Check parked changes", ["operate", "parked", name], new CommandOptions
        {
            Description = "Lists changes that could not be sent or applied, with the reason; `egov operate retry` or `drop` deals with them.",
            IconName = "MailWarning",
        });
        Add(service, "verify-log", "Verify change log", ["audit", "verify", name], new CommandOptions
        {
            Description = "Checks the change log against its hashes and checkpoints.",
            IconName = "ShieldCheckmark",
        });
    }

    /// <summary>Commands of the service with the projection.</summary>
    public void AddProjectionTo(IResourceBuilder<ProjectResource> reporting)
    {
        Add(reporting, "rebuild-projection", "Rebuild projection", ["operate", "rebuild", "reporting"], new CommandOptions
        {
            Description = "Builds the reports' tables anew from the change logs of all services.",
            ConfirmationMessage = "Rebuild the projection? Reports lag until it is done.",
            IconName = "DatabaseArrowUp",
        });
        Add(reporting, "verify-projection", "Verify projection", ["operate", "verify", "reporting"], new CommandOptions
        {
            Description = "Builds the reports' tables beside those in use and compares them.",
            IconName = "DatabaseSearch",
        });
    }

    private void Add(IResourceBuilder<ProjectResource> resource, string name, string title, string[] arguments, CommandOptions options)
    {
        var program = Path.GetFullPath("../egov", resource.ApplicationBuilder.AppHostDirectory);
        // Else the dashboard folds more than a few into a second menu, and fails when one of that is clicked.
        options.IsHighlighted = true;
        resource.WithCommand(name, title, context => RunAsync(context.CancellationToken), options);

        async Task<ExecuteCommandResult> RunAsync(CancellationToken cancellationToken)
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
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

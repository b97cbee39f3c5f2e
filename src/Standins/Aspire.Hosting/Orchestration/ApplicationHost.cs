using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>The application as the generic host sees it: dashboard first, so that it shows the start; servers last to go.</summary>
internal sealed class ApplicationHost(Workplace workplace, DashboardHost dashboard, Orchestrator orchestrator, ILogger<DistributedApplication> logger) : BackgroundService
{
    private bool stopped;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        workplace.Claim();
        await dashboard.StartAsync(cancellationToken);
        await orchestrator.StartAsync();
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (stopped)
        {
            return;
        }

        stopped = true;
        await base.StopAsync(cancellationToken);
        await orchestrator.StopAsync();
        await dashboard.StopAsync();
        workplace.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await orchestrator.ReadyAsync(stoppingToken))
        {
            logger.LogInformation("Distributed application ready.");
        }
        else
        {
            logger.LogError("Distributed application not ready: a resource has failed.");
        }
    }
}

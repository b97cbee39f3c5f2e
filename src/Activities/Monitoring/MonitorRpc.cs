using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Ledger;
using EGovPlatform.ActivitiesService.Milestones;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Monitoring;

/// <summary>The calls of MonitorService; what they mean stands in the proto.</summary>
public sealed class MonitorRpc(
    Resource<Project> projects, Resource<Milestone> milestones, Resource<StatusReport> reports, Resource<Indicator> indicators, Resource<Tender> tenders, Balances balances, TimeProvider time)
    : MonitorService.MonitorServiceBase
{
    private const int MaxParts = 1000;

    public override async Task<ProjectMonitor> GetProjectMonitor(GetRequest request, ServerCallContext context)
    {
        var project = await projects.GetAsync(request, context);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var all = new ListRequest { Parent = project.Name, PageSize = MaxParts };
        var monitor = new ProjectMonitor { Project = project.Name };
        monitor.Milestones.Add((await milestones.ListAsync<ListMilestonesResponse>(new ListRequest { Parent = project.Name, PageSize = MaxParts, OrderBy = "planned_to" }, context)).Milestones);
        foreach (var milestone in monitor.Milestones.Where(m => m.State == MilestoneState.Planned))
        {
            if (DateRules.Overdue(MilestoneTable.Due(milestone), today) is var answer && answer != DateAnswer.No)
            {
                monitor.Overdue.Add(new OverdueMilestone { Milestone = milestone.Name, Answer = answer });
            }
        }

        monitor.LatestReport = (await reports.ListAsync<ListStatusReportsResponse>(new ListRequest { Parent = project.Name, PageSize = 1, OrderBy = "valid_to desc" }, context)).StatusReports.FirstOrDefault();
        monitor.Indicators.Add((await indicators.ListAsync<ListIndicatorsResponse>(all, context)).Indicators);
        monitor.Tenders.Add((await tenders.ListAsync<ListTendersResponse>(all, context)).Tenders);
        monitor.Balance = await balances.OfAsync(new GetBalanceRequest { Activity = project.Name }, null, context.CancellationToken);
        return monitor;
    }
}

using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ReportingService.Snapshots;

/// <summary>What lists of snapshots filter and sort by. A snapshot is written once; the database refuses another body.</summary>
public static class SnapshotTable
{
    public static readonly ResourceType<Snapshot> Type = new ResourceType<Snapshot>("snapshots")
        .Search(s => [s.Title])
        .Text("title", s => s.Title)
        .Text("digest", s => s.Digest)
        .Text("report_definition", s => s.ReportDefinition)
        .Column("taken_time", ColumnKind.Time, s => s.TakenTime?.ToDateTime())
        .Rule(context => context.Require("title", context.Resource.Title));
}

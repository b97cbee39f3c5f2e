using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Rankings;

/// <summary>What lists of rankings filter and sort by. While one stands, scoring is closed.</summary>
public static class RankingTable
{
    public static readonly ResourceType<Ranking> Type = new ResourceType<Ranking>("rankings")
        .Text("sheet", r => r.Sheet)
        .Text("digest", r => r.Digest)
        .HoldParent(RoundTable.Type);
}

using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.Rankings;

/// <summary>What lists of rankings filter and sort by. While one stands, scoring is closed.</summary>
public static class RankingTable
{
    public static readonly ResourceType<Ranking> Type = new ResourceType<Ranking>("rankings")
        .Act("updated")
        .Text("sheet", r => r.Sheet)
        .Text("digest", r => r.Digest)
        .HoldParent(RoundTable.Type)
        .Seen(Seen);

    // With a ranking taken back scoring is open again; what it told of others' scores is then no longer for members.
    private static void Seen(SqlText sql, Caller caller) => sql
        .Add("rankings.delete_time is null or not exists (select 1 from rounds r join councils c on c.name = r.council where r.name = rankings.parent and ")
        .Add(caller.Subject, NpgsqlDbType.Text).Add(" = any(c.accounts))");
}

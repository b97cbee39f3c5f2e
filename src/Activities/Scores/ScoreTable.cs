using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.Scores;

/// <summary>What lists of scores filter and sort by, and who sees one when.</summary>
public static class ScoreTable
{
    public static readonly ResourceType<Score> Type = new ResourceType<Score>("scores")
        .Act("updated")
        .Text("council", s => s.Council)
        .Text("member", s => s.Member)
        .Text("sheet", s => s.Sheet)
        .Text("round", s => RoundOf(s.Name))
        .Guard(ScoreGuard.CheckAsync)
        .Seen(Seen);

    /// <summary>The round of a proposal or of anything below it.</summary>
    public static string RoundOf(string name) => name.Split('/') is [var collection, var id, ..] ? $"{collection}/{id}" : "";

    // A member sees what others gave once the member's own is cast, and never before whatever other roles the member has;
    // those outside the council see it to run or audit the round; a decided round has no secrets.
    private static void Seen(SqlText sql, Caller caller)
    {
        sql.Add("exists (select 1 from rounds r where r.name = scores.round and r.state in ('SELECTED', 'RUNNING', 'CLOSED'))");
        sql.Add(" or exists (select 1 from councils c where c.name = scores.council and c.accounts[array_position(c.seats, scores.member)] = ")
            .Add(caller.Subject, NpgsqlDbType.Text).Add(")");
        sql.Add(" or exists (select 1 from scores own join councils c on c.name = own.council where own.parent = scores.parent and own.delete_time is null and c.accounts[array_position(c.seats, own.member)] = ")
            .Add(caller.Subject, NpgsqlDbType.Text).Add(")");
        if (caller.Has(Role.Approver) || caller.Has(Role.Auditor) || caller.Has(Role.Service))
        {
            sql.Add(" or not exists (select 1 from councils c where c.name = scores.council and ").Add(caller.Subject, NpgsqlDbType.Text).Add(" = any(c.accounts))");
        }
    }
}

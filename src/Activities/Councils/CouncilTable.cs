using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Councils;

/// <summary>What lists of councils filter and sort by, and what one must be.</summary>
public static class CouncilTable
{
    public static readonly ResourceType<Council> Type = new ResourceType<Council>("councils", indexVersion: 2)
        .Valid(c => c.Period)
        .Search(c => [.. c.Names.Select(n => n.Text), .. c.Categories.Select(g => g.Text)])
        .Text("program", c => c.Program)
        .Text("convener", c => c.Convener?.Resource)
        .Texts("people", c => c.Members.Select(m => m.Person).Where(p => p.Length > 0))
        // Side by side: the key of a seat and who signs in for it.
        .Texts("seats", c => Signing(c).Select(m => m.Key))
        .Texts("accounts", c => Signing(c).Select(m => m.Account))
        .Rule(Check);

    private static IEnumerable<CouncilMember> Signing(Council council) => council.Members.Where(m => m.Key.Length > 0 && m.Account.Length > 0);

    private static void Check(RuleContext<Council> context)
    {
        var council = context.Resource;
        context.RequireNames("names", council.Names);
        context.RequireKeys("categories", council.Categories.Select(c => c.Key));
        foreach (var (i, member) in council.Members.Index())
        {
            context.RequireOne(At("members", i), member.Person + member.Position + member.Represents, member.AsPrinted);
            if (member.Category.Length > 0 && council.Categories.All(c => c.Key != member.Category))
            {
                context.Refuse(At("members", i) + ".category", "UNKNOWN_KEY", $"'{member.Category}' is not the key of a category.");
            }
        }

        context.RequireKeys("members", council.Members.Select(m => m.Key).Where(k => k.Length > 0));
        foreach (var twice in Signing(council).GroupBy(m => m.Account).Where(g => g.Count() > 1))
        {
            context.Refuse("members", "DUPLICATE", $"{string.Join(" and ", twice.Select(m => $"'{m.Key}'"))} sign in with one account.");
        }

        CheckSizes(context, council);
    }

    private static void CheckSizes(RuleContext<Council> context, Council council)
    {
        var most = CountRules.Bounds(council.Size).Upper;
        if (CountRules.Bounds(council.Quorum).Lower > most)
        {
            context.RefuseLive("quorum", "QUORUM_OVER_SIZE", "More members are needed to decide than there are.");
        }

        if (council.Members.Count > most)
        {
            context.RefuseLive("members", "MEMBERS_OVER_SIZE", "More members are named than the council has.");
        }

        foreach (var (i, category) in council.Categories.Index())
        {
            if (council.Members.Count(m => m.Category == category.Key) > CountRules.Bounds(category.Members).Upper)
            {
                context.RefuseLive(At("categories", i) + ".members", "MEMBERS_OVER_SIZE", "More members of the category are named than it has.");
            }
        }
    }

    private static string At(string field, int index) => string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]");
}

using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.ApprovalRules;

/// <summary>What lists of approval rules filter by, what one must be, and how many approvals an amount needs.</summary>
public static class ApprovalRuleTable
{
    private const int MaxApprovals = 9;

    public static readonly ResourceType<ApprovalRule> Type = new ResourceType<ApprovalRule>("approval_rules")
        .Search(r => [r.Note])
        .Text("currency", r => r.CurrencyCode)
        .Texts("kinds", r => r.Kinds.Select(Short))
        .Rule(Check);

    /// <summary>The greatest number any rule asks for. The rules stay as they are until the write ends.</summary>
    internal static async Task<int> NeededAsync(Money money, Neighbors neighbors)
    {
        var rules = await neighbors.WhereAsync(Type, sql => sql.Add("kinds @> array[").Add(Short(money.Kind), NpgsqlDbType.Text).Add("]"), keep: true);
        return rules.Where(r => Reaches(money, r)).Select(r => r.Approvals).DefaultIfEmpty(0).Max();
    }

    // What cannot be compared counts as reaching the amount: the way round a rule is not to leave the amount out.
    private static bool Reaches(Money money, ApprovalRule rule)
    {
        var from = Amounts.Parse(rule.FromAmount) ?? 0;
        if (money.CurrencyCode == rule.CurrencyCode)
        {
            var term = MoneyRules.Term(money);
            return !term.Bounded || Math.Abs(term.Upper) >= from || Math.Abs(term.Printed) >= from;
        }

        var same = money.Equivalents.FirstOrDefault(e => e.CurrencyCode == rule.CurrencyCode && e.Qualifier is Qualifier.Exact or Qualifier.Unspecified);
        return Amounts.Parse(same?.Amount ?? "") is not { } amount || Math.Abs(amount) >= from;
    }

    private static void Check(RuleContext<ApprovalRule> context)
    {
        var rule = context.Resource;
        if (rule.Kinds.Count == 0)
        {
            context.Refuse("kinds", "REQUIRED", "A rule names the kinds of money it is about.");
        }

        foreach (var (i, _) in rule.Kinds.Index().Where(k => k.Item == MoneyKind.Unspecified))
        {
            context.Refuse(string.Create(CultureInfo.InvariantCulture, $"kinds[{i}]"), "REQUIRED", "A kind must be chosen.");
        }

        if (Currencies.Digits(rule.CurrencyCode) is null)
        {
            context.Refuse("currency_code", "CURRENCY_CODE", "A code of ISO 4217, such as KRW.");
        }

        if (Amounts.Parse(rule.FromAmount) is not >= 0)
        {
            context.Refuse("from_amount", "AMOUNT_SYNTAX", "Decimal text from 0, such as 10000000.");
        }

        if (rule.Approvals is < 1 or > MaxApprovals)
        {
            context.Refuse("approvals", "RANGE", $"From 1 to {MaxApprovals} people approve.");
        }
    }

    private static string Short(MoneyKind kind) => EnumNames.Short(Money.Descriptor.FindFieldByName("kind").EnumType, kind);
}

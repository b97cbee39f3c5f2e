using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Activities.Tests;

/// <summary>Least records that live work accepts.</summary>
public static class Sample
{
    /// <summary>A round with the areas `consulting` and `training` and a ceiling of 1000 won.</summary>
    public static Round Round() => new()
    {
        Titles = { new Name { Text = "Support round" } },
        Budget = { Won("1000", MoneyKind.Ceiling) },
        Areas = { new SupportArea { Key = "consulting", Kind = SupportAreaKind.Consulting }, new SupportArea { Key = "training", Kind = SupportAreaKind.Training } },
    };

    /// <summary>A project of a round with approved money; an empty amount is unknown.</summary>
    public static Project Project(string round, string amount) => new()
    {
        Names = { new Name { Text = "Project" } },
        Kind = ProjectKind.Consulting,
        Round = round,
        Budget = { Won(amount, MoneyKind.Approved) },
    };

    public static Money Won(string amount, MoneyKind kind) => new() { Amount = amount, CurrencyCode = "KRW", Kind = kind };

    public static Count Exactly(int value) => new() { Value = value, Qualifier = Qualifier.Exact };
}

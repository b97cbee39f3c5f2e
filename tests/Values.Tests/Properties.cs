using FsCheck;
using FsCheck.Fluent;

namespace EGovPlatform.Values.Tests;

/// <summary>Runs a property over generated input; a failure prints the seed and the smallest counter-example found.</summary>
internal static class Properties
{
    public static void Hold<T>(Gen<T> input, Func<T, bool> property, int runs = 1000) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(runs), Prop.ForAll(input.ToArbitrary(), property));
}

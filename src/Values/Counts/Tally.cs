using System.Globalization;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>
/// Terms added so far, for counts and for money of one kind and currency. Tallies can be added to one another in any order,
/// so partial sums (of a database, of a page) lose nothing. docs/values-rules.md has the table.
/// </summary>
public sealed record Tally
{
    /// <summary>Nothing added yet.</summary>
    public static readonly Tally Empty = new();

    /// <summary>How many terms there are, and how many of them are unknown.</summary>
    public int Terms { get; init; }

    /// <summary>How many terms are unknown.</summary>
    public int Unknown { get; init; }

    /// <summary>How many terms are "about".</summary>
    public int About { get; init; }

    /// <summary>How many terms are "over".</summary>
    public int Over { get; init; }

    /// <summary>How many terms may be more than printed: over, at least, range.</summary>
    public int MoreThanPrinted { get; init; }

    /// <summary>How many terms may be less than printed: at most.</summary>
    public int LessThanPrinted { get; init; }

    /// <summary>How many known terms have no upper bound: about, over, at least.</summary>
    public int Unbounded { get; init; }

    /// <summary>Sum of the printed values; of a range the lower one.</summary>
    public decimal Printed { get; init; }

    /// <summary>Sum that is certainly reached, with "over n" taken as n.</summary>
    public decimal Reached { get; init; }

    /// <summary>Sum of lower bounds; about and unknown add nothing.</summary>
    public decimal Lower { get; init; }

    /// <summary>Sum of the upper bounds there are.</summary>
    public decimal Upper { get; init; }

    /// <summary>Adds two tallies.</summary>
    public static Tally operator +(Tally a, Tally b) => new()
    {
        Terms = a.Terms + b.Terms,
        Unknown = a.Unknown + b.Unknown,
        About = a.About + b.About,
        Over = a.Over + b.Over,
        MoreThanPrinted = a.MoreThanPrinted + b.MoreThanPrinted,
        LessThanPrinted = a.LessThanPrinted + b.LessThanPrinted,
        Unbounded = a.Unbounded + b.Unbounded,
        Printed = a.Printed + b.Printed,
        Reached = a.Reached + b.Reached,
        Lower = a.Lower + b.Lower,
        Upper = a.Upper + b.Upper,
    };

    /// <summary>One term. <paramref name="step"/> is the least amount by which "over n" exceeds n: 1 for counts, 0 for money.</summary>
    internal static Tally Term(Qualifier qualifier, decimal? value, decimal? lower, decimal? upper, decimal step)
    {
        var one = new Tally { Terms = 1 };
        return (qualifier, value) switch
        {
            (Qualifier.Range, _) when lower is { } l && upper is { } u => one with { MoreThanPrinted = 1, Printed = l, Reached = l, Lower = l, Upper = u },
            (Qualifier.Exact or Qualifier.Unspecified, { } n) => one with { Printed = n, Reached = n, Lower = n, Upper = n },
            (Qualifier.About, { } n) => one with { About = 1, Unbounded = 1, Printed = n },
            (Qualifier.Over, { } n) => one with { Over = 1, MoreThanPrinted = 1, Unbounded = 1, Printed = n, Reached = n, Lower = n + step },
            (Qualifier.AtLeast, { } n) => one with { MoreThanPrinted = 1, Unbounded = 1, Printed = n, Reached = n, Lower = n },
            (Qualifier.AtMost, { } n) => one with { LessThanPrinted = 1, Printed = n, Upper = n },
            _ => one with { Unknown = 1 },
        };
    }

    /// <summary>What the known terms add up to. UNKNOWN when none is known.</summary>
    public Qualifier Qualifier =>
        Terms > 0 && Unknown == Terms ? Qualifier.Unknown
        : About > 0 ? Qualifier.About
        : Over > 0 ? Qualifier.Over
        : Unbounded > 0 ? Qualifier.AtLeast
        : Lower == Upper ? Qualifier.Exact
        : Lower == 0 ? Qualifier.AtMost
        : Qualifier.Range;

    /// <summary>The number the text shows; of a range the lower one.</summary>
    public decimal Value => Qualifier switch
    {
        Qualifier.About => Printed,
        Qualifier.AtMost => Upper,
        Qualifier.Unknown => 0,
        _ => Reached,
    };

    /// <summary>Whether the sum has an upper bound: every term is known and has one.</summary>
    public bool Bounded => Unknown == 0 && Unbounded == 0;

    /// <summary>The sum in words: "about 240, 1 of 3 unknown".</summary>
    /// <param name="unit">What follows the number, such as a currency code; empty for none.</param>
    public string Text(string unit = "")
    {
        if (Qualifier == Qualifier.Unknown)
        {
            return $"unknown ({Unknown} of {Terms})";
        }

        var after = unit.Length == 0 ? "" : " " + unit;
        var words = Qualifier switch
        {
            Qualifier.About => $"about {Number(Value)}{after}{Side}",
            Qualifier.Over => $"over {Number(Value)}{after}",
            Qualifier.AtLeast => $"at least {Number(Value)}{after}",
            Qualifier.AtMost => $"at most {Number(Value)}{after}",
            Qualifier.Range => $"{Number(Lower)} to {Number(Upper)}{after}",
            _ => $"{Number(Value)}{after}",
        };
        return Unknown == 0 ? words : $"{words}, {Unknown} of {Terms} unknown";
    }

    private string Side => (MoreThanPrinted, LessThanPrinted) switch
    {
        ( > 0, 0) => " or more",
        (0, > 0) => " or less",
        _ => "",
    };

    internal static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}

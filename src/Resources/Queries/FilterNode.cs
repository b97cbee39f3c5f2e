namespace EGovPlatform.Resources;

/// <summary>A parsed filter (AIP-160).</summary>
public abstract record FilterNode
{
    /// <summary>All parts hold.</summary>
    public sealed record All(IReadOnlyList<FilterNode> Parts) : FilterNode;

    /// <summary>At least one part holds.</summary>
    public sealed record Any(IReadOnlyList<FilterNode> Parts) : FilterNode;

    /// <summary>The part does not hold.</summary>
    public sealed record Not(FilterNode Part) : FilterNode;

    /// <summary>A field compared with a value.</summary>
    public sealed record Compare(string Field, string Operator, string Value, int At) : FilterNode;

    /// <summary>A bare word or phrase, searched in the record's texts.</summary>
    public sealed record Word(string Text) : FilterNode;
}

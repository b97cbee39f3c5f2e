using EGovPlatform.Resources;

namespace EGovPlatform.ReportingService.Mart;

/// <summary>Filters of reports and searches.</summary>
internal static class ReportFilter
{
    /// <summary>The parsed filter; null when empty. A country may be written as its code.</summary>
    public static FilterNode? Parse(string filter) => FilterParser.Parse(filter) is { } node ? Normalize(node) : null;

    /// <summary>Whether the filter asks for a field.</summary>
    public static bool Names(FilterNode? node, string field) => node switch
    {
        FilterNode.All all => all.Parts.Any(p => Names(p, field)),
        FilterNode.Any any => any.Parts.Any(p => Names(p, field)),
        FilterNode.Not not => Names(not.Part, field),
        FilterNode.Compare compare => compare.Field == field,
        _ => false,
    };

    private static FilterNode Normalize(FilterNode node) => node switch
    {
        FilterNode.All all => new FilterNode.All([.. all.Parts.Select(Normalize)]),
        FilterNode.Any any => new FilterNode.Any([.. any.Parts.Select(Normalize)]),
        FilterNode.Not not => new FilterNode.Not(Normalize(not.Part)),
        FilterNode.Compare { Field: "country" } compare when compare.Value.Length == 2 && compare.Value != "*" =>
            compare with { Value = $"countries/{compare.Value.ToUpperInvariant()}" },
        _ => node,
    };
}

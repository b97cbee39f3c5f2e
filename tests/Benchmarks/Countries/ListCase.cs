using EGovPlatform.Common.V1;

namespace EGovPlatform.Benchmarks.Countries;

/// <summary>One kind of list, asked again and again with other values.</summary>
/// <param name="Name">Name of its figure.</param>
/// <param name="Agreements">Agreements, or else organizations.</param>
/// <param name="Filter">The filter, by a number.</param>
/// <param name="Order">The order.</param>
/// <param name="Deep">Whether the page is one far into the list.</param>
internal sealed record ListCase(string Name, bool Agreements, Func<long, string> Filter, string Order = "", bool Deep = false)
{
    // As in tests/Data/many-partners.sql, where agreements of a country are in two of the states only.
    private static readonly string[] Partners = ["KH", "VN", "PE", "PY", "UY", "AR", "UZ", "JM", "KE", "ET"];
    private static readonly string[] Kinds = ["GOVERNMENT", "LOCAL_GOVERNMENT", "UNIT", "PUBLIC_CORPORATION", "OTHER_PUBLIC", "COURT", "MULTILATERAL", "COUNTRY_GROUP"];
    private static readonly string[] States = ["DRAFT", "NEGOTIATED", "SIGNED", "IN_FORCE", "SUSPENDED", "EXPIRED", "TERMINATED", "SUPERSEDED"];

    public static IReadOnlyList<ListCase> All { get; } =
    [
        new("organizations_by_name", false, _ => ""),
        new("organizations_by_name_deep", false, _ => "", Deep: true),
        new("organizations_by_update_time_deep", false, _ => "", "update_time desc", Deep: true),
        new("organizations_of_country", false, n => $"countries:\"{Pick(Partners, n)}\""),
        new("organizations_of_country_by_update_time_deep", false, n => $"countries:\"{Pick(Partners, n)}\"", "update_time desc", Deep: true),
        new("organizations_of_kind_deep", false, n => $"kind = \"{Pick(Kinds, n)}\"", Deep: true),
        new("organizations_named", false, n => OwnWord(n)),
        new("agreements_of_state_deep", true, n => $"state = \"{Pick(States, n)}\"", Deep: true),
        new("agreements_of_country_and_state", true, n => $"countries:\"{Partners[n % 10]}\" AND state = \"{States[(n % 10 % 4) + (n / 10 % 2 * 4)]}\""),
        new("agreements_of_party", true, n => $"parties:\"organizations/party-{n % 100}\""),
        new("agreements_within_days", true, n => $"valid_from >= {1990 + (n % 29)}-03-01 AND valid_from < {1990 + (n % 29)}-09-01", "valid_from"),
    ];

    public ListRequest Request(long number) => new() { Filter = Filter(number), OrderBy = Order, PageSize = 20 };

    private static string Pick(string[] values, long n) => values[n % values.Length];

    private static string OwnWord(long number)
    {
        var h = ((number * 7368787) + 12345) % 40960000;
        return Syllable(h) + Syllable(h / 80) + Syllable(h / 6400) + Syllable(h / 512000);
    }

    private static string Syllable(long n) => $"{"bdfghjklmnprstvz"[(int)(n % 80 / 5)]}{"aeiou"[(int)(n % 5)]}";
}

using EGovPlatform.Access;

namespace EGovPlatform.IntegrationService;

/// <summary>How long pages are.</summary>
internal static class Pages
{
    private const int Usual = 50;
    private const int Most = 1000;

    /// <summary>Rows to a page.</summary>
    public static int Size(int asked) => asked < 0
        ? throw Errors.InvalidField("page_size", "PAGE_SIZE", "page_size must not be negative.")
        : asked == 0 ? Usual : Math.Min(asked, Most);
}

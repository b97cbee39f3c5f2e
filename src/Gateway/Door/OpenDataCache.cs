using Microsoft.AspNetCore.OutputCaching;

namespace EGovPlatform.Gateway.Door;

/// <summary>
/// Keeps open data for a minute, so that many readers cost the services one answer. Only for requests without credentials, which all see the
/// same; a reader that has the current version by its ETag gets 304. Files over the limit pass through.
/// </summary>
internal static class OpenDataCache
{
    private const string Path = "/v1/openData";

    public static void Configure(OutputCacheOptions options)
    {
        options.MaximumBodySize = 8 * 1024 * 1024;
        options.SizeLimit = 64 * 1024 * 1024;
        options.AddBasePolicy(policy => policy.Expire(TimeSpan.FromMinutes(1)).SetVaryByQuery("*"));
    }

    public static bool Applies(HttpContext context) =>
        context.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal) && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));
}

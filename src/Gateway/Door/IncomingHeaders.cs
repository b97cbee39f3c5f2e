namespace EGovPlatform.Gateway.Door;

/// <summary>
/// Takes off what only a proxy or an identity provider may say. Services believe these headers when they come from the
/// gateway, so a client must not be able to send them.
/// </summary>
internal sealed class IncomingHeaders(RequestDelegate next)
{
    private static readonly string[] Names = ["Forwarded", "X-Real-IP", "X-Client-IP", "X-Client-Cert", "Via"];

    private static readonly string[] Prefixes = ["X-Forwarded-", "X-Original-", "X-User-", "X-Auth-", "X-Remote-", "X-Envoy-"];

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        foreach (var name in Names)
        {
            headers.Remove(name);
        }

        List<string>? found = null;
        foreach (var (name, _) in headers)
        {
            if (name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)
                && Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                (found ??= []).Add(name);
            }
        }

        found?.ForEach(name => headers.Remove(name));
        return next(context);
    }
}

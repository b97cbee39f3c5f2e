using EGovPlatform.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

public static class AccessPipeline
{
    // What WebApplication asks before it adds authentication by itself. Were it another name one day, authentication would
    // run twice: slower, and nothing else.
    private const string AuthenticationIsSet = "__AuthenticationMiddlewareSet";

    /// <summary>
    /// Runs the authentication schemes for requests whose token is not known yet, and only for them: a request without a
    /// token stays anonymous, one with a token of <see cref="ValidatedTokens"/> gets its principal.
    /// </summary>
    public static WebApplication UseEGovAccess(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var tokens = app.Services.GetRequiredService<ValidatedTokens>();
        IApplicationBuilder builder = app;
        builder.Use(next =>
        {
            var check = builder.New().UseAuthentication();
            check.Run(next);
            var authenticate = check.Build();
            return http => IsKnown(http, tokens) ? next(http) : authenticate(http);
        });
        builder.Properties[AuthenticationIsSet] = true;
        return app;
    }

    private static bool IsKnown(HttpContext http, ValidatedTokens tokens)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return true;
        }

        if (tokens.Find(header) is not { } principal)
        {
            return false;
        }

        http.User = principal;
        return true;
    }
}

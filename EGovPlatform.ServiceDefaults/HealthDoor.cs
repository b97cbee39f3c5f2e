using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.ServiceDefaults;

/// <summary>
/// Endpoint <c>Kestrel:Endpoints:health:Url</c>, where it is configured, answers <c>/health</c> and <c>/alive</c> and nothing else: for
/// an orchestrator, whose probes have no certificate to show.
/// </summary>
/// <exception cref="InvalidOperationException">Its address names no port of its own, so it could not be told from the others.</exception>
internal sealed class HealthDoor(IConfiguration configuration) : IStartupFilter
{
    private const string Setting = "Kestrel:Endpoints:health:Url";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (configuration[Setting] is { Length: > 0 } url)
        {
            var port = BindingAddress.Parse(url).Port;
            if (port == 0)
            {
                throw new InvalidOperationException($"{Setting} needs a port.");
            }

            app.Use((context, rest) => context.Connection.LocalPort != port || context.Request.Path.Value is "/health" or "/alive" ? rest(context) : Refuse(context));
        }

        next(app);
    };

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}

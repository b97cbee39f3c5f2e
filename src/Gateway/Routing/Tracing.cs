using System.Diagnostics;
using EGovPlatform.ServiceDefaults;

namespace EGovPlatform.Gateway.Routing;

/// <summary>
/// Where traces are exported, the gateway makes spans of its own and its calls carry them on. Where they are not, a span that nobody
/// keeps would only come between the caller's and the service's: the caller's `traceparent` then passes through as it came.
/// </summary>
internal sealed class Tracing
{
    private readonly bool exported;

    private Tracing(bool exported) => this.exported = exported;

    public static Tracing Of(IHostApplicationBuilder builder)
    {
        var tracing = new Tracing(Telemetry.IsExported(builder.Configuration));
        if (!tracing.exported)
        {
            // The host makes an activity and a log scope for each request as long as this category could write.
            builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        }

        return tracing;
    }

    /// <summary>Sets up what calls the services.</summary>
    public void Configure(SocketsHttpHandler handler)
    {
        if (!exported)
        {
            handler.ActivityHeadersPropagator = null;
        }
    }
}

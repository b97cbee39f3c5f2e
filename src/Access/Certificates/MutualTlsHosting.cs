using EGovPlatform.Access;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

public static class MutualTlsHosting
{
    /// <summary>Reads section <c>Mtls</c>, and adds what calls other processes of the platform by it.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="serves">Whether the host's own https endpoints take callers of the platform only; the gateway's take everybody.</param>
    /// <exception cref="UnsafeSettingException">It is on, as it is outside Development, and not complete.</exception>
    public static MutualTls AddMutualTls(this WebApplicationBuilder builder, bool serves)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var tls = new MutualTls(MutualTlsOptions.Read(builder.Configuration, builder.Environment, serves), TimeProvider.System);
        builder.Services.AddSingleton(tls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            tls.Log = kestrel.ApplicationServices.GetRequiredService<ILogger<MutualTls>>();
            if (serves && tls.IsOn)
            {
                kestrel.ConfigureHttpsDefaults(tls.Serve);
            }
        });
        return tls;
    }
}

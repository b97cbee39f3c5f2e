using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Access;

/// <summary>How processes of the platform prove to each other who they are: configuration section <c>Mtls</c>.</summary>
public sealed class MutualTlsOptions
{
    /// <summary>On outside Development unless this is false, which is for networks that do the same, such as a mesh; off in Development unless a certificate is named.</summary>
    public bool? Enabled { get; set; }

    /// <summary>PEM file of the authorities whose certificates count.</summary>
    public string? Authorities { get; set; }

    /// <summary>PEM file of this process's own certificate and its key.</summary>
    public string? Certificate { get; set; }

    // Probes of an orchestrator have no certificate; this endpoint tells them how the process is and nothing else.
    private const string HealthEndpoint = "health";

    public bool IsOn => Enabled == true;

    /// <exception cref="UnsafeSettingException">It is on and a file or an https address is missing.</exception>
    public static MutualTlsOptions Read(IConfiguration configuration, IHostEnvironment environment, bool serves)
    {
        var options = configuration.GetSection("Mtls").Get<MutualTlsOptions>() ?? new MutualTlsOptions();
        options.Enabled ??= !environment.IsDevelopment() || !string.IsNullOrEmpty(options.Certificate);
        if (!options.IsOn)
        {
            return options;
        }

        foreach (var (setting, file) in new[] { ("Mtls:Authorities", options.Authorities), ("Mtls:Certificate", options.Certificate) })
        {
            if (!File.Exists(file))
            {
                throw new UnsafeSettingException(setting, environment.EnvironmentName, "names no file, so services cannot tell who calls (Mtls:Enabled=false where the network does that)");
            }
        }

        var addresses = configuration.GetSection("services").GetChildren().SelectMany(s => s.GetChildren()).SelectMany(e => e.GetChildren());
        var endpoints = serves ? configuration.GetSection("Kestrel:Endpoints").GetChildren().Where(e => e.Key != HealthEndpoint).Select(e => e.GetSection("Url")) : [];
        return addresses.Concat(endpoints).FirstOrDefault(a => a.Value?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == false) is { } plain
            ? throw new UnsafeSettingException(plain.Path, environment.EnvironmentName, "is not https while Mtls is on")
            : options;
    }
}

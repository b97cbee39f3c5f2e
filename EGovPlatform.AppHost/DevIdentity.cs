using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace EGovPlatform.AppHost;

/// <summary>Development sign-in: src/DevIdentity, an OpenID provider with a user for each role. Left out where Node or its program is missing.</summary>
internal static class DevIdentity
{
    public static IResourceBuilder<ExecutableResource>? AddDevIdentity(this IDistributedApplicationBuilder builder)
    {
        var modules = Path.GetFullPath("../.tools/node/node_modules", builder.AppHostDirectory);
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!Directory.Exists(Path.Combine(modules, "oidc-provider")) || !paths.Any(p => File.Exists(Path.Combine(p, "node")) || File.Exists(Path.Combine(p, "node.exe"))))
        {
            return null;
        }

        var identity = builder.AddExecutable("identity", "node", "../src/DevIdentity", "provider.mjs", modules)
            .WithHttpEndpoint(name: "http", env: "PORT", isProxied: false)
            .WithHttpHealthCheck("/health");
        return identity.WithEnvironment("ISSUER", identity.GetEndpoint("http"));
    }

    /// <summary>Lets a service accept the provider's tokens beside those of the development key.</summary>
    public static IResourceBuilder<ProjectResource> WithSignIn(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ExecutableResource>? identity) =>
        identity is null ? service : service.WithEnvironment("Access__Authority", identity.GetEndpoint("http"));
}

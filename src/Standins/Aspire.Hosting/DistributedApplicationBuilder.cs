using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder host;
    private readonly ResourceCollection resources = [];

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        var assembly = options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();
        Targets = new ProjectTargets(assembly);
        AppHostDirectory = Path.GetDirectoryName(Targets.AppHostProjectPath) ?? Directory.GetCurrentDirectory();
        host = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = options.Args, ContentRootPath = AppHostDirectory });
        host.Logging.ClearProviders()
            .AddConsole(console => console.FormatterName = PlainConsole.FormatName)
            .AddConsoleFormatter<PlainConsole, ConsoleFormatterOptions>();
        host.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning);
        host.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMinutes(1));
        host.Services.AddSingleton(resources);
        host.Services.AddSingleton<SecretMask>();
        host.Services.AddSingleton<ResourceBoard>();
        host.Services.AddSingleton(provider => new Workplace(provider.GetRequiredService<IConfiguration>(), AppHostDirectory));
        host.Services.AddSingleton(provider => DashboardSettings.Read(
            provider.GetRequiredService<IConfiguration>(),
            provider.GetRequiredService<Workplace>(),
            provider.GetRequiredService<SecretMask>(),
            options.DisableDashboard));
        host.Services.AddSingleton<Orchestrator>();
        host.Services.AddSingleton<DashboardHost>();
        host.Services.AddHostedService<ApplicationHost>();
    }

    public ConfigurationManager Configuration => host.Configuration;

    public string AppHostDirectory { get; }

    public IHostEnvironment Environment => host.Environment;

    public IServiceCollection Services => host.Services;

    public IResourceCollection Resources => resources;

    internal ProjectTargets Targets { get; }

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (resources.Any(r => string.Equals(r.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException($"Cannot add resource {resource.Name}: one of that name is there already.");
        }

        resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build() => new(host.Build());

    private sealed class ResourceBuilder<T>(IDistributedApplicationBuilder builder, T resource) : IResourceBuilder<T>
        where T : IResource
    {
        public IDistributedApplicationBuilder ApplicationBuilder { get; } = builder;

        public T Resource { get; } = resource;

        public IResourceBuilder<T> WithAnnotation(IResourceAnnotation annotation)
        {
            Resource.Annotations.Add(annotation);
            return this;
        }
    }
}

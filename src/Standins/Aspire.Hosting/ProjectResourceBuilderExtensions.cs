using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, _ => { });

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, Action<ProjectResourceOptions> configure)
        where TProject : IProjectMetadata, new() => builder.AddProject(name, new TProject().ProjectPath, configure);

    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath) =>
        builder.AddProject(name, projectPath, _ => { });

    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath, Action<ProjectResourceOptions> configure)
    {
        var options = new ProjectResourceOptions();
        configure(options);
        var path = Path.GetFullPath(projectPath, builder.AppHostDirectory);
        var target = ((DistributedApplicationBuilder)builder).Targets.TargetOf(path);
        var project = builder.AddResource(new ProjectResource(name)).WithAnnotation(new ProjectAnnotation(path, target));
        if (!options.ExcludeKestrelEndpoints)
        {
            AddKestrelEndpoints(project, Path.GetDirectoryName(path)!);
        }

        return project;
    }

    private static void AddKestrelEndpoints(IResourceBuilder<ProjectResource> project, string folder)
    {
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(folder, $"appsettings.{project.ApplicationBuilder.Environment.EnvironmentName}.json"), optional: true)
            .Build();
        foreach (var endpoint in settings.GetSection("Kestrel:Endpoints").GetChildren())
        {
            var url = new Uri(endpoint["Url"] ?? throw new DistributedApplicationException($"Kestrel:Endpoints:{endpoint.Key}:Url is missing in {folder}."));
            project.WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, url.Scheme, name: endpoint.Key)
            {
                FromKestrel = true,
                Port = url.Port > 0 ? url.Port : null,
                Transport = string.Equals(endpoint["Protocols"], "Http2", StringComparison.Ordinal) ? "http2" : "http",
            });
        }
    }
}

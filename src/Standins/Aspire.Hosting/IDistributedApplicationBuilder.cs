using System.Collections.ObjectModel;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.ApplicationModel
{
    public interface IResourceCollection : IList<IResource>;

    internal sealed class ResourceCollection : Collection<IResource>, IResourceCollection;
}

namespace Aspire.Hosting
{
    public interface IDistributedApplicationBuilder
    {
        ConfigurationManager Configuration { get; }

        /// <summary>The folder of the AppHost's project.</summary>
        string AppHostDirectory { get; }

        IHostEnvironment Environment { get; }

        IServiceCollection Services { get; }

        IResourceCollection Resources { get; }

        /// <exception cref="DistributedApplicationException">A resource of that name is there already.</exception>
        IResourceBuilder<T> AddResource<T>(T resource)
            where T : IResource;

        IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
            where T : IResource;

        DistributedApplication Build();
    }

    /// <summary>What the generated classes in <c>Projects</c> say about a project.</summary>
    public interface IProjectMetadata : IResourceAnnotation
    {
        string ProjectPath { get; }
    }

    public class ProjectResourceOptions
    {
        /// <summary>Leaves out the endpoints that the project's Kestrel configuration names: for a run that serves nothing.</summary>
        public bool ExcludeKestrelEndpoints { get; set; }
    }

    public sealed class DistributedApplicationOptions
    {
        public string[]? Args { get; set; }

        /// <summary>The assembly that describes the projects; the entry assembly by default.</summary>
        public string? AssemblyName { get; set; }

        public bool DisableDashboard { get; set; }
    }
}

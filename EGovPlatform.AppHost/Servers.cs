using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace EGovPlatform.AppHost;

/// <summary>Database server, broker and cache of a run.</summary>
internal interface IServers
{
    IResourceBuilder<IResourceWithConnectionString> Messaging { get; }

    IResourceBuilder<IResourceWithConnectionString> Cache { get; }

    IResourceBuilder<IResourceWithConnectionString> AddDatabase(string name);

    /// <summary>Lets a process that uses them start when they are there, where waiting for their connection strings does not say so.</summary>
    IResourceBuilder<ProjectResource> Precede(IResourceBuilder<ProjectResource> process);
}

/// <summary>One server of each kind.</summary>
internal sealed class SingleServers(IDistributedApplicationBuilder builder) : IServers
{
    private readonly IResourceBuilder<PostgresServerResource> postgres = builder.AddPostgres("postgres");

    public IResourceBuilder<IResourceWithConnectionString> Messaging { get; } = builder.AddRabbitMQ("messaging");

    public IResourceBuilder<IResourceWithConnectionString> Cache { get; } = builder.AddRedis("cache");

    public IResourceBuilder<IResourceWithConnectionString> AddDatabase(string name) => postgres.AddDatabase(name);

    public IResourceBuilder<ProjectResource> Precede(IResourceBuilder<ProjectResource> process) => process;
}

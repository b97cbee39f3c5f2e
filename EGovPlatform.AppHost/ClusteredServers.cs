using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using EGovPlatform.AppHost.Cluster;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.AppHost;

/// <summary>Three servers of each kind, any of which may go: for `./run.sh --profile ha` (ADR 23).</summary>
internal sealed class ClusteredServers : IServers
{
    private readonly IDistributedApplicationBuilder builder;
    private readonly ClusterPlan plan;
    private readonly IResourceBuilder<ExecutableResource> databases;
    private readonly List<IResourceBuilder<ExecutableResource>> brokers;

    public ClusteredServers(IDistributedApplicationBuilder builder, DevelopmentSecrets secrets, IReadOnlyList<string> databaseNames)
    {
        this.builder = builder;
        plan = new ClusterPlan(secrets.Beside("cluster"), builder.Configuration.GetValue("Cluster:FirstPort", 25000), secrets.Password);
        EtcdNodes.Of(plan).ToList().ForEach(n => Add(n));
        var postgres = PostgresNodes.Of(plan).Select(Add).ToList();
        brokers = [.. RabbitNodes.Of(plan).Select(Add)];
        RedisNodes.Of(plan).ToList().ForEach(n => Add(n));
        databases = Add(PostgresNodes.Databases(plan, databaseNames));
        postgres.ForEach(node => databases.WaitFor(node));
        Messaging = Address("messaging", RabbitNodes.Address(plan));
        Cache = Address("cache", RedisNodes.Address(plan));
    }

    public IResourceBuilder<IResourceWithConnectionString> Messaging { get; }

    public IResourceBuilder<IResourceWithConnectionString> Cache { get; }

    public IResourceBuilder<IResourceWithConnectionString> AddDatabase(string name) => Address(name, PostgresNodes.Address(plan, name, name));

    public IResourceBuilder<ProjectResource> Precede(IResourceBuilder<ProjectResource> process)
    {
        // A queue has a copy on as many nodes as there are when it is declared.
        brokers.ForEach(node => process.WaitFor(node));
        return process.WaitForCompletion(databases);
    }

    private IResourceBuilder<IResourceWithConnectionString> Address(string name, string text)
    {
        builder.Configuration[$"ConnectionStrings:{name}"] = text;
        return builder.AddConnectionString(name);
    }

    private IResourceBuilder<ExecutableResource> Add(ClusterNode node)
    {
        var resource = builder.AddExecutable(node.Name, node.Program, plan.Folder(node.Name), [.. node.Arguments]);
        foreach (var (name, value) in node.Environment)
        {
            resource.WithEnvironment(name, value);
        }

        return node.Health is { } health
            ? resource.WithHttpEndpoint(port: health.Port, targetPort: health.Port, isProxied: false).WithHttpHealthCheck(health.Path)
            : resource;
    }
}

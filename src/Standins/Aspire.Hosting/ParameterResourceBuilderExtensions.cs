using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter read from <c>Parameters__{name}</c>.</summary>
    /// <exception cref="DistributedApplicationException">It is not configured (when it is first needed).</exception>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddParameter(
            name,
            () => throw new DistributedApplicationException($"Parameter {name} has no value; set the variable Parameters__{name}."),
            secret: secret);

    /// <summary>Adds a parameter with a value of its own unless <c>Parameters__{name}</c> is set.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    /// <summary>Adds a parameter computed when it is first needed unless <c>Parameters__{name}</c> is set.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        _ = publishValueAsDefault;
        return builder.AddResource(new ParameterResource(name, () => builder.Configuration["Parameters:" + name] ?? valueGetter(), secret));
    }

    /// <summary>Adds the connection string given as <c>ConnectionStrings__{name}</c>.</summary>
    /// <exception cref="DistributedApplicationException">It is not configured (when it is first needed).</exception>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new ConnectionStringParameterResource(name, () => builder.Configuration.GetConnectionString(name)
            ?? throw new DistributedApplicationException($"Connection string {name} has no value; set the variable ConnectionStrings__{name}.")));
}

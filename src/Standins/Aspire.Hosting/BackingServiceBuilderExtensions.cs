using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class PostgresBuilderExtensions
{
    /// <summary>Adds a PostgreSQL server: the one given as <c>ConnectionStrings__{name}</c>, else a container, else a native private one.</summary>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new PostgresServerResource(name));

    /// <summary>Adds a database with a login of its own, or the one given as <c>ConnectionStrings__{name}</c>.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null) =>
        builder.ApplicationBuilder.AddResource(new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource))
            .WithAnnotation(new ResourceRelationshipAnnotation(builder.Resource, "Parent"));
}

public static class RabbitMQBuilderExtensions
{
    /// <summary>Adds a RabbitMQ broker: the one given as <c>ConnectionStrings__{name}</c>, else a container, else a native private one.</summary>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new RabbitMQServerResource(name));
}

public static class RedisBuilderExtensions
{
    /// <summary>Adds a Redis server: the one given as <c>ConnectionStrings__{name}</c>, else a container, else a native private one.</summary>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new RedisResource(name));
}

using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.ApplicationModel
{
    /// <summary>A .NET project started from its built output.</summary>
    public class ProjectResource(string name)
        : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport;

    /// <summary>Any program.</summary>
    public class ExecutableResource(string name, string command, string workingDirectory)
        : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport
    {
        public string Command { get; } = command;

        public string WorkingDirectory { get; } = workingDirectory;
    }

    /// <summary>A value given from outside: <c>Parameters__{name}</c>, or the one named in code.</summary>
    public class ParameterResource(string name, Func<string> valueGetter, bool secret = false)
        : Resource(name), IValueProvider
    {
        public bool Secret { get; } = secret;

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(valueGetter());
    }

    /// <summary>A connection string given from outside.</summary>
    internal sealed class ConnectionStringParameterResource(string name, Func<string> valueGetter)
        : ParameterResource(name, valueGetter, secret: true), IResourceWithConnectionString
    {
        public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) => GetValueAsync(cancellationToken);
    }

    /// <summary>A server behind the application that speaks a protocol of its own.</summary>
    public abstract class BackingServerResource(string name)
        : Resource(name), IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithConnectionString, IResourceWithWaitSupport
    {
        internal BackingServer? Server { get; set; }

        public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
            new(Server?.ConnectionString ?? throw new DistributedApplicationException($"{Name} has not been started yet."));
    }

    public class PostgresServerResource(string name) : BackingServerResource(name);

    public class RabbitMQServerResource(string name) : BackingServerResource(name);

    public class RedisResource(string name) : BackingServerResource(name);

    /// <summary>A database with a login of its own that owns it.</summary>
    public class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource postgresParentResource)
        : Resource(name), IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString, IResourceWithWaitSupport
    {
        public string DatabaseName { get; } = databaseName;

        public PostgresServerResource Parent { get; } = postgresParentResource;

        IResource IResourceWithParent.Parent => Parent;

        internal string? ConnectionString { get; set; }

        public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
            new(ConnectionString ?? throw new DistributedApplicationException($"{Name} has not been created yet."));
    }
}

namespace Aspire.Hosting
{
    /// <summary>The application, as described or as started, is wrong; the message says what to change.</summary>
    public class DistributedApplicationException : Exception
    {
        public DistributedApplicationException()
        {
        }

        public DistributedApplicationException(string message)
            : base(message)
        {
        }

        public DistributedApplicationException(string message, Exception inner)
            : base(message, inner)
        {
        }
    }
}

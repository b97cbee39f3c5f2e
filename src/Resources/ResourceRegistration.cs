using EGovPlatform.Resources.Audit;
using EGovPlatform.Resources.Changes;
using Google.Protobuf;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace EGovPlatform.Resources;

/// <summary>Registers the stores of a service.</summary>
public static class ResourceRegistration
{
    /// <summary>Adds what all stores of a service share. The database is the connection string `{service}db`; of several hosts the primary is used.</summary>
    public static ResourceBuilder AddResources(this IServiceCollection services, IConfiguration configuration, string service)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new ServiceIdentity(service));
        services.AddSingleton(_ => Database(configuration.GetConnectionString($"{service}db") ?? throw new InvalidOperationException($"Connection string '{service}db' is not configured.")));
        services.AddSingleton<ResourceTypes>();
        services.AddSingleton<References>();
        services.AddSingleton<MasterKey>();
        services.AddSingleton<PersonKeys>();
        services.AddSingleton<KeyRenewal>();
        services.AddSingleton<ErasureLedger>();
        services.AddSingleton<SignedNames>();
        services.AddSingleton<ChangeSignal>();
        services.AddSingleton<SequencerSignal>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<SeenChanges>();
        services.AddSingleton<VersionComparer>();
        services.AddSingleton<CheckpointKey>();
        services.AddSingleton(p => CheckpointKey.Column(p.GetRequiredService<ServiceIdentity>()));
        services.AddSingleton<LogCheck>();
        services.AddSingleton<CheckpointWriter>();
        services.AddHostedService(p => p.GetRequiredService<CheckpointWriter>());
        services.AddSingleton<Migrator>();
        services.AddSingleton<OperationStore>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<ResourceServices>();
        services.AddHttpContextAccessor();
        services.TryAddSingleton<IRemoteNames, NoRemoteNames>();
        return new ResourceBuilder(services);
    }

    private static NpgsqlDataSource Database(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        if (builder.ConnectionStringBuilder.MaxAutoPrepare == 0)
        {
            // A service sends the same few statements all day: parsed and planned once per connection.
            builder.ConnectionStringBuilder.MaxAutoPrepare = 100;
        }

        // Whoever changes a session puts it back, so that not every call pays for six statements that reset one.
        builder.ConnectionStringBuilder.NoResetOnClose = true;

        // The index of words gathers what is new and sorts it in when that is so much: 4 MiB, as PostgreSQL has it, hold one writer up for a quarter of a second.
        builder.ConnectionStringBuilder.Options = $"{builder.ConnectionStringBuilder.Options} -c gin_pending_list_limit=512kB".Trim();

        return builder.ConnectionStringBuilder.Host is { } hosts && hosts.Contains(',', StringComparison.Ordinal)
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite)
            : builder.Build();
    }

    /// <summary>What `SERVICE migrate` does: dated SQL, table check, rows of older index versions, erasures that a restored backup does not know, secrets of another master key.</summary>
    public static async Task MigrateAsync(this IServiceProvider provider, System.Reflection.Assembly service, CancellationToken cancellation = default)
    {
        await provider.GetRequiredService<Migrator>().RunAsync(service, cancellation);
        foreach (var index in provider.GetServices<IResourceIndex>())
        {
            await index.CheckTableAsync(cancellation);
            await index.ReindexAsync(cancellation);
            await index.EraseAgainAsync(provider.GetRequiredService<ErasureLedger>(), cancellation);
        }

        await provider.GetRequiredService<KeyRenewal>().RunAsync(cancellation);
    }
}

/// <summary>Adds resource types.</summary>
public sealed class ResourceBuilder(IServiceCollection services)
{
    /// <summary>Adds a type with its store.</summary>
    public ResourceBuilder Add<T>(ResourceType<T> type) where T : class, IMessage<T>, new()
    {
        services.AddSingleton<ResourceType>(type);
        services.AddSingleton(p => new Resource<T>(type, p.GetRequiredService<ResourceServices>()));
        services.AddSingleton<IResourceIndex>(p => p.GetRequiredService<Resource<T>>());
        return this;
    }
}

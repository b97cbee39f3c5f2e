using EGovPlatform.Access;
using EGovPlatform.Messaging.Broker;
using EGovPlatform.Messaging.Consumers;
using EGovPlatform.Messaging.Log;
using EGovPlatform.Messaging.Operating;
using EGovPlatform.Messaging.Relay;
using EGovPlatform.Resources.Changes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EGovPlatform.Messaging;

/// <summary>Adds the log's sequencer, the relay to the broker and the consumers of a service.</summary>
public static class MessagingRegistration
{
    /// <summary>
    /// Registers what the options ask for; an NpgsqlDataSource must be registered too. The broker is connection string
    /// "messaging", which may name several nodes; without one the log is numbered and read, but nothing is sent or consumed.
    /// </summary>
    /// <exception cref="ArgumentException">No service name, or our queue is not as the producers declare it.</exception>
    public static IServiceCollection AddEGovMessaging(
        this IServiceCollection services, IConfiguration configuration, Action<MessagingOptions> configure)
    {
        var options = new MessagingOptions();
        configure(options);
        Complete(options);

        services.AddSingleton(options);
        services.AddSingleton<MessageDesk>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ChangeSignal>();
        services.TryAddSingleton<SequencerSignal>();
        services.AddHostedService<PositionListener>();
        services.AddHostedService<LogLeader>();
        if (configuration.GetConnectionString("messaging") is { Length: > 0 } broker)
        {
            services.AddBroker(new BrokerAddress(broker), options);
        }
        return services;
    }

    private static void AddBroker(this IServiceCollection services, BrokerAddress broker, MessagingOptions options)
    {
        services.AddSingleton(new BrokerControl(broker, options.Service, options.KnownConsumers));
        services.AddSingleton<IChangeSource, PostgresChangeSource>();
        services.AddSingleton<IChangePublisher>(provider => ActivatorUtilities.CreateInstance<BrokerPublisher>(provider, broker));
        services.AddSingleton<ChangeRelay>();
        if (options.Queue is null)
        {
            return;
        }

        foreach (var handler in options.Handlers)
        {
            services.AddSingleton(typeof(IChangeHandler), handler);
        }
        services.AddSingleton<PostgresInbox>();
        services.AddSingleton<ApplyWatch>();
        services.AddSingleton<IInbox>(provider => provider.GetRequiredService<ApplyWatch>());
        services.AddSingleton<ChangeReceiver>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeReceiver>());
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ConsumerHost>(provider, broker));
        services.AddHostedService(provider => provider.GetRequiredService<ConsumerHost>());
        services.AddHealthChecks().AddCheck<ConsumerHealthCheck>("messaging", tags: ["messaging"]);
    }

    private static void Complete(MessagingOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.Service);
        if (options.NameIndex)
        {
            options.Consume<NameIndexHandler>();
        }
        if (options.Queue is not { } queue)
        {
            return;
        }
        var known = options.KnownConsumers.FirstOrDefault(consumer => consumer.Consumer == queue.Consumer);
        if (known is null)
        {
            options.KnownConsumers = [.. options.KnownConsumers, queue];
        }
        else if (known.SingleActiveConsumer != queue.SingleActiveConsumer)
        {
            throw new ArgumentException(
                $"Producers declare {queue.Queue} with SingleActiveConsumer {known.SingleActiveConsumer}; the broker would refuse another value.");
        }
    }
}

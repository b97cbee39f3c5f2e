namespace EGovPlatform.Messaging.Broker;

/// <summary>The queue of one consumer. Producers declare it too, so both sides must build it from the same values.</summary>
/// <param name="Consumer">Name of the consuming service.</param>
/// <param name="Bindings">Routing keys of the topic exchange, such as "egov.countries.#".</param>
/// <param name="SingleActiveConsumer">One process reads at a time, the others stand by: for those that need order.</param>
public sealed record QueueSpec(string Consumer, IReadOnlyList<string> Bindings, bool SingleActiveConsumer = false)
{
    /// <summary>The topic exchange all changes go to.</summary>
    public const string Exchange = "egov.changes";

    /// <summary>A message delivered more often than this is dead-lettered. RabbitMQ before 4.0 has no limit of its own.</summary>
    public const int DeliveryLimit = 20;

    public string Queue => $"{Consumer}.changes";

    /// <summary>Exchange and queue of what could not even be read.</summary>
    public string DeadLetters => $"{Consumer}.changes.dead";

    /// <summary>Arguments of the queue; a declaration with others is refused by the broker.</summary>
    public IReadOnlyDictionary<string, object> Arguments
    {
        get
        {
            var arguments = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["x-queue-type"] = "quorum",
                ["x-delivery-limit"] = DeliveryLimit,
                ["x-dead-letter-exchange"] = DeadLetters,
            };
            if (SingleActiveConsumer)
            {
                arguments["x-single-active-consumer"] = true;
            }
            return arguments;
        }
    }

    /// <summary>Every owner of records keeps an index of the others' names; Reporting and Integration need the order as well.</summary>
    public static IReadOnlyList<QueueSpec> Platform { get; } =
    [
        new("countries", ["egov.#"]),
        new("activities", ["egov.#"]),
        new("training", ["egov.#"]),
        new("reporting", ["egov.#"], SingleActiveConsumer: true),
        new("integration", ["egov.#"], SingleActiveConsumer: true),
    ];
}

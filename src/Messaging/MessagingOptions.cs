using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Broker;
using EGovPlatform.Messaging.Consumers;

namespace EGovPlatform.Messaging;

/// <summary>Reads a page of another service's log from its owner.</summary>
public delegate Task<ListChangesResponse> PullChanges(string service, long after, int limit, CancellationToken cancellation);

/// <summary>What one service sends and receives.</summary>
public sealed class MessagingOptions
{
    /// <summary>This service's name, such as "countries".</summary>
    public string Service { get; set; } = "";

    /// <summary>Consumers whose queues this producer declares, so that no message finds none. Those of the platform, unless set.</summary>
    public IReadOnlyList<QueueSpec> KnownConsumers { get; set; } = QueueSpec.Platform;

    /// <summary>Keeps table name_index up to date with the names of the other services. On, unless this service consumes nothing.</summary>
    public bool NameIndex { get; set; } = true;

    /// <summary>A change larger than this is parked instead of published. 16 MiB, unless set.</summary>
    public int MaxMessageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Does not wait until what was applied is on PostgreSQL's disk. Only with <see cref="CatchUpFrom"/> and handlers whose effects stay in
    /// this database: what a crash takes is then pulled again, because the position goes with it.
    /// </summary>
    public bool FlushLater { get; set; }

    internal QueueSpec? Queue { get; private set; }

    internal List<Type> Handlers { get; } = [];

    internal IReadOnlyList<string> Sources { get; private set; } = [];

    internal Func<IServiceProvider, PullChanges>? Pull { get; private set; }

    /// <summary>
    /// Lets a handler see the changes of other services; several share the service's one queue and one transaction.
    /// Without bindings it gets everything. Whoever catches up must bind to all types of its sources.
    /// </summary>
    public void Consume<THandler>(IReadOnlyList<string>? bindings = null, bool singleActiveConsumer = false)
        where THandler : class, IChangeHandler
    {
        Handlers.Add(typeof(THandler));
        Bind(bindings, singleActiveConsumer);
    }

    /// <summary>
    /// Follows the logs of these services without a gap: in order of position, and from their owners where the broker
    /// left something out. Without it changes are applied as they come and a lost message stays lost.
    /// </summary>
    public void CatchUpFrom(IReadOnlyList<string> services, Func<IServiceProvider, PullChanges> pull)
    {
        Sources = services;
        Pull = pull;
    }

    internal void Bind(IReadOnlyList<string>? bindings, bool singleActiveConsumer) => Queue = new(
        Service,
        [.. (Queue?.Bindings ?? []).Concat(bindings ?? ["egov.#"]).Distinct(StringComparer.Ordinal)],
        singleActiveConsumer || Queue is { SingleActiveConsumer: true });
}

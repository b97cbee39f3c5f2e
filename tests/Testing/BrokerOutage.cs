using Aspire.Hosting.Native;

namespace EGovPlatform.Testing;

/// <summary>The death of a broker whose queues have existed for a while.</summary>
public static class BrokerOutage
{
    /// <summary>
    /// RabbitMQ 3.10 registers a new quorum queue in a file it writes seconds later. Killed in between, the queue has no
    /// leader for ever (docs/operations.md), so the file is written first.
    /// </summary>
    public static async Task KillSettledAsync(this RabbitServer server)
    {
        await server.ControlAsync(["eval", "[dets:sync(Table) || Table <- dets:all()]."]);
        await server.KillAsync();
    }
}

using EGovPlatform.Messaging.Consumers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EGovPlatform.Messaging.Broker;

/// <summary>
/// Unhealthy when the broker is there and does not count our consumer, or when changes that came are not applied; degraded
/// while the broker is away, because reads and writes go on without it.
/// </summary>
public sealed class ConsumerHealthCheck(ConsumerHost consumer, ApplyWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = consumer.State;
        var stuck = watch.Stuck();
        return Task.FromResult(state switch
        {
            _ when stuck.Count > 0 => HealthCheckResult.Unhealthy($"Changes of {string.Join(", ", stuck)} are not applied."),
            { Reachable: false } => HealthCheckResult.Degraded("The broker cannot be asked."),
            { Agrees: false } => HealthCheckResult.Unhealthy($"The broker counts {state.Counted} consumers, we are {state.Expected}."),
            _ => HealthCheckResult.Healthy(),
        });
    }
}

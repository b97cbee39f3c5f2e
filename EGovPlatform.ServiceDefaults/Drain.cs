using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.ServiceDefaults;

/// <summary>
/// What SIGTERM does before anything stops: <c>/health</c> says no, and for <c>Drain:Delay</c> seconds calls are still taken, so
/// that whoever sends them here can look elsewhere. Then the server takes no more, calls under way end within <c>Drain:Limit</c>
/// seconds, and the consumer stops.
/// </summary>
internal sealed class Drain(IConfiguration configuration, ILogger<Drain> log) : IHostedLifecycleService
{
    /// <summary>How long stopping may take altogether.</summary>
    public static TimeSpan Longest(IConfiguration configuration) => Delay(configuration) + TimeSpan.FromSeconds(configuration.GetValue("Drain:Limit", 30.0));

    private volatile bool draining;

    /// <summary>Whether this process is about to end. No health check says so: it would log each answer as an error.</summary>
    public bool IsDraining => draining;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var delay = Delay(configuration);
        if (delay > TimeSpan.Zero && !draining)
        {
            draining = true;
            log.LogInformation("Draining: calls are taken for another {Seconds} s.", delay.TotalSeconds);
            await Task.Delay(delay, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static TimeSpan Delay(IConfiguration configuration) => TimeSpan.FromSeconds(configuration.GetValue("Drain:Delay", 0.0));
}

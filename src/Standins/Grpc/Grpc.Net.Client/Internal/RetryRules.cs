using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Protocol;

namespace Grpc.Net.Client.Internal;

/// <summary>What a channel's service config says of retries, and its bucket of tokens against storms of them.</summary>
internal sealed class RetryRules
{
    private readonly ServiceConfig? config;
    private readonly int maxAttempts;
    private readonly Lock sync = new();
    private double tokens;

    public RetryRules(ServiceConfig? config, int? maxAttempts)
    {
        this.config = config;
        this.maxAttempts = maxAttempts ?? int.MaxValue;
        tokens = config?.RetryThrottling?.MaxTokens ?? 0;
        foreach (var policy in config?.MethodConfigs.Select(m => m.RetryPolicy).OfType<RetryPolicy>() ?? [])
        {
            Check(policy);
        }
    }

    /// <summary>The policy of the most precise name, or null when the method is not retried.</summary>
    public RetryPolicy? Find(IMethod method)
    {
        RetryPolicy? best = null;
        var bestRank = -1;
        foreach (var entry in config?.MethodConfigs ?? [])
        {
            foreach (var name in entry.Names)
            {
                var rank = string.IsNullOrEmpty(name.Service) ? 0
                    : name.Service != method.ServiceName ? -1
                    : string.IsNullOrEmpty(name.Method) ? 1
                    : name.Method == method.Name ? 2 : -1;
                if (rank > bestRank)
                {
                    (best, bestRank) = (entry.RetryPolicy, rank);
                }
            }
        }

        return best;
    }

    /// <summary>How long to wait before the call is sent again, or null when it is not.</summary>
    /// <param name="policy">The method's policy.</param>
    /// <param name="attempts">How often it was sent.</param>
    /// <param name="code">How the last attempt ended.</param>
    /// <param name="pushBack">The server's own word on it, in milliseconds; below zero, or no number, it wants no retry.</param>
    public TimeSpan? Delay(RetryPolicy policy, int attempts, StatusCode code, string? pushBack)
    {
        if (!policy.RetryableStatusCodes.Contains(code) || !Take() || attempts >= Math.Min(policy.MaxAttempts!.Value, maxAttempts))
        {
            return null;
        }

        if (pushBack is not null)
        {
            return long.TryParse(pushBack, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked <= int.MaxValue
                ? TimeSpan.FromMilliseconds(asked)
                : null;
        }

        var most = Math.Min(
            policy.InitialBackoff!.Value.TotalMilliseconds * Math.Pow(policy.BackoffMultiplier!.Value, attempts - 1),
            policy.MaxBackoff!.Value.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * most);
    }

    public void Succeeded()
    {
        if (config?.RetryThrottling is { } throttling)
        {
            lock (sync)
            {
                tokens = Math.Min(throttling.MaxTokens!.Value, tokens + throttling.TokenRatio!.Value);
            }
        }
    }

    private bool Take()
    {
        if (config?.RetryThrottling is not { } throttling)
        {
            return true;
        }

        lock (sync)
        {
            tokens = Math.Max(0, tokens - 1);
            return tokens > throttling.MaxTokens!.Value / 2d;
        }
    }

    private static void Check(RetryPolicy policy)
    {
        if (policy is not { MaxAttempts: >= 2, BackoffMultiplier: > 0, RetryableStatusCodes.Count: > 0 }
            || !(policy.InitialBackoff > TimeSpan.Zero) || !(policy.MaxBackoff > TimeSpan.Zero))
        {
            throw new InvalidOperationException("A retry policy needs two attempts or more, backoffs and a multiplier above zero, and a retryable status code.");
        }
    }
}

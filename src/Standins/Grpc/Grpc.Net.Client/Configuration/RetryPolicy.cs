using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>When and how often a failed call is sent again. All of it must be given.</summary>
public sealed class RetryPolicy
{
    /// <summary>Most times the call is sent, the first included: two or more. The channel may allow fewer.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>Longest wait before the first retry; the wait is random below it.</summary>
    public TimeSpan? InitialBackoff { get; set; }

    /// <summary>What the longest wait grows to.</summary>
    public TimeSpan? MaxBackoff { get; set; }

    /// <summary>By how much the longest wait grows with each retry.</summary>
    public double? BackoffMultiplier { get; set; }

    /// <summary>The statuses that are retried; others end the call.</summary>
    public IList<StatusCode> RetryableStatusCodes { get; } = [];
}

/// <summary>A bucket of tokens: each failure takes one, each success gives some back, and retries need more than half.</summary>
public sealed class RetryThrottlingPolicy
{
    /// <summary>1 to 1000.</summary>
    public int? MaxTokens { get; set; }

    /// <summary>What a success gives back, more than zero.</summary>
    public double? TokenRatio { get; set; }
}

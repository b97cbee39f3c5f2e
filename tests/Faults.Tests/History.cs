using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Core;

namespace EGovPlatform.Faults.Tests;

/// <summary>What clients asked for and were told: the only witness the checks trust.</summary>
internal sealed partial class History
{
    /// <summary>Codes a client of a platform with faults may get; anything else is a broken promise.</summary>
    private static readonly HashSet<StatusCode> Allowed =
    [
        StatusCode.Unavailable, StatusCode.DeadlineExceeded, StatusCode.Cancelled, StatusCode.ResourceExhausted, StatusCode.Aborted, StatusCode.FailedPrecondition,
    ];

    private readonly ConcurrentDictionary<StatusCode, int> errors = new();
    private int calls;

    /// <summary>Names of agreements whose creation was acknowledged, with the request that did it.</summary>
    public ConcurrentDictionary<string, CreatedAgreement> Created { get; } = new(StringComparer.Ordinal);

    /// <summary>Acknowledged changes of each shared agreement.</summary>
    public ConcurrentDictionary<string, int> Raised { get; } = new(StringComparer.Ordinal);

    /// <summary>Amounts whose booking was acknowledged.</summary>
    public ConcurrentBag<int> Booked { get; } = [];

    /// <summary>Rules found broken, in words.</summary>
    public ConcurrentQueue<string> Broken { get; } = new();

    public int Calls => calls;

    /// <summary>Calls without an answer though the client waited for one: refused, broken off, or too late.</summary>
    public ConcurrentQueue<string> Failed { get; } = new();

    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{calls} calls, {Created.Count} created, {Raised.Values.Sum()} changed, {Booked.Count} booked, errors ")
        + string.Join(", ", errors.OrderBy(e => e.Key).Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Key} {e.Value}")));

    public void Called() => Interlocked.Increment(ref calls);

    /// <summary>Notes an error and checks that it tells nothing of our insides.</summary>
    public void Refused(string call, RpcException error)
    {
        errors.AddOrUpdate(error.StatusCode, 1, (_, n) => n + 1);
        if (error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted)
        {
            Failed.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff} {call} {error.Status}"));
        }

        if (!Allowed.Contains(error.StatusCode))
        {
            Broken.Enqueue($"{call} answered {error.Status}");
        }
        else if (Insides().IsMatch(error.Status.Detail) && error.StatusCode is not (StatusCode.Unavailable or StatusCode.Cancelled))
        {
            Broken.Enqueue($"{call} tells of our insides: {error.Status}");
        }
    }

    [GeneratedRegex(@"\bat [A-Z]\w+\.\w+|\bselect\b.*\bfrom\b|Npgsql|StackExchange|RabbitMQ\.Client|/\w+/\w+\.cs|127\.0\.0\.1", RegexOptions.IgnoreCase)]
    private static partial Regex Insides();
}

/// <summary>A creation that was acknowledged.</summary>
/// <param name="RequestId">Its request id.</param>
/// <param name="Subject">What was asked for.</param>
internal sealed record CreatedAgreement(string RequestId, string Subject);

namespace EGovPlatform.Client;

/// <summary>How a program connects to the platform.</summary>
public sealed class EGovClientOptions
{
    /// <summary>Address of the gateway's gRPC port, such as <c>http://127.0.0.1:8081</c>.</summary>
    public required Uri Gateway { get; init; }

    /// <summary>Gives the bearer token of each call; asked anew each time, so that it may be renewed.</summary>
    public required Func<CancellationToken, Task<string>> Token { get; init; }

    /// <summary>
    /// Tries of a call that ends UNAVAILABLE, the first included; 1 turns trying again off. 4, unless set. Only calls that read, and writes
    /// that can carry a <c>request_id</c>: these are given one and happen once. The others, such as starting a replay, are tried once.
    /// </summary>
    public int Tries { get; init; } = 4;
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using Grpc.Core;

namespace EGovPlatform.Gateway.Keys;

/// <summary>
/// Exchanges API keys for the tokens services check, and remembers them for a minute as long as <see cref="KeyWatch"/> hears of every
/// revocation. While it does not, each call asks anew.
/// </summary>
internal sealed class KeyExchange(ServiceChannels channels, ServiceToken self, TimeProvider time)
{
    private const int Most = 10_000;
    private const string Service = "integration";

    // A beat comes every quarter of a second, and a revoked key must not work for longer than a second.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private long heard = long.MinValue;
    private long changes;

    private bool Hears => Interlocked.Read(ref heard) is var last && last != long.MinValue && time.GetElapsedTime(last) < Silence;

    /// <summary>Calls of the exchange, as the gateway itself.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: the service has no address.</exception>
    public (ApiKeyExchangeService.ApiKeyExchangeServiceClient Client, Metadata Headers) Connect() => channels.Find(Service) is { } invoker
        ? (new ApiKeyExchangeService.ApiKeyExchangeServiceClient(invoker), new Metadata { { "authorization", $"Bearer {self.Issue()}" } })
        : throw Access.Errors.Unavailable("The service");

    /// <summary>The token that stands for a key.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED: the key does not work. UNAVAILABLE: nobody can tell.</exception>
    public async ValueTask<string> TokenAsync(string secret, CancellationToken cancellation)
    {
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        if (Hears && entries.TryGetValue(digest, out var known) && time.GetUtcNow() < known.Until)
        {
            return known.Token;
        }

        var before = Interlocked.Read(ref changes);
        var (client, headers) = Connect();
        var answer = await client.ExchangeApiKeyAsync(new ExchangeApiKeyRequest { Secret = secret }, headers, time.GetUtcNow().UtcDateTime + Limit, cancellation);
        if (entries.Count >= Most)
        {
            entries.Clear();
        }

        entries[digest] = new Entry(answer.Name, answer.Token, answer.ExpireTime.ToDateTimeOffset());
        if (before != Interlocked.Read(ref changes))
        {
            // Something changed while we asked, perhaps this.
            entries.TryRemove(digest, out _);
        }

        return answer.Token;
    }

    /// <summary>Takes in what was heard of keys: a name, or none to say that all is well.</summary>
    public void Hear(string name)
    {
        if (name.Length > 0)
        {
            Interlocked.Increment(ref changes);
            foreach (var (digest, _) in entries.Where(e => e.Value.Name == name))
            {
                entries.TryRemove(digest, out _);
            }
        }

        Interlocked.Exchange(ref heard, time.GetTimestamp());
    }

    /// <summary>Some changes may have been missed.</summary>
    public void Forget()
    {
        Interlocked.Exchange(ref heard, long.MinValue);
        Interlocked.Increment(ref changes);
        entries.Clear();
    }

    private sealed record Entry(string Name, string Token, DateTimeOffset Until);
}

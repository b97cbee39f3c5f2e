using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Primitives;

namespace EGovPlatform.Access;

/// <summary>
/// Principals of tokens that were just validated, because checking an ES256 signature costs more than a whole call.
/// An entry lives a minute at most, so a key the issuer withdraws stops counting here soon after it does elsewhere.
/// </summary>
public sealed class ValidatedTokens(TimeProvider time)
{
    /// <summary>Enough for all callers of a busy minute; over it, all is forgotten and validated anew.</summary>
    public const int Limit = 10_000;

    internal const string Bearer = "Bearer ";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>The principal of a token validated within the last minute and not expired since.</summary>
    public ClaimsPrincipal? Find(string token) =>
        entries.TryGetValue(Digest(token), out var entry) && time.GetUtcNow() < entry.Until ? entry.Principal : null;

    /// <param name="token">The token as sent.</param>
    /// <param name="principal">What validation made of it.</param>
    /// <param name="expires">The token's own end.</param>
    public void Add(string token, ClaimsPrincipal principal, DateTimeOffset expires)
    {
        if (entries.Count >= Limit)
        {
            entries.Clear();
        }

        var until = time.GetUtcNow() + Lifetime;
        entries[Digest(token)] = new Entry(principal, until < expires ? until : expires);
    }

    /// <summary>The principal of a request's <c>Authorization</c> header, as <see cref="Find(string)"/>.</summary>
    internal ClaimsPrincipal? Find(StringValues header) =>
        header.ToString() is { } text && text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? Find(text[Bearer.Length..].Trim()) : null;

    internal JwtBearerEvents Events(ProviderClaims claims) => new()
    {
        OnMessageReceived = context =>
        {
            if (Find(context.Request.Headers.Authorization) is { } principal)
            {
                context.Principal = principal;
                context.Success();
            }

            return Task.CompletedTask;
        },
        OnTokenValidated = context =>
        {
            if (claims.Read(context.Principal!) is not { } principal)
            {
                context.Fail("The token takes a name it may not.");
                return Task.CompletedTask;
            }

            context.Principal = principal;
            var header = context.Request.Headers.Authorization.ToString();
            Add(header[Bearer.Length..].Trim(), principal, new DateTimeOffset(context.SecurityToken.ValidTo, TimeSpan.Zero));
            return Task.CompletedTask;
        },
    };

    /// <summary>The token itself is not kept: a dump of memory should not hold what opens doors.</summary>
    private static string Digest(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Entry(ClaimsPrincipal Principal, DateTimeOffset Until);
}

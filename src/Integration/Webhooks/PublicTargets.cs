using System.Net;
using System.Net.Sockets;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>
/// Connects to public addresses only, so that no webhook can reach what stands behind our wall. A name is resolved once and the
/// connection goes to what was checked; a name with one address that is not public is refused whole.
/// </summary>
internal sealed class PublicTargets(WebhookOptions options)
{
    private static readonly IPNetwork Unicast6 = IPNetwork.Parse("2000::/3");

    // From IANA's registries of special-purpose addresses: what is not globally reachable, or may hide an IPv4 address.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || Unicast6.Contains(plain)) && !NotPublic.Any(n => n.Contains(plain));
    }

    /// <summary>A client that follows no redirect, uses no proxy, keeps no cookie and asks no system name service twice.</summary>
    public HttpMessageInvoker Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16,
        ConnectCallback = ConnectAsync,
    });

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        if (!options.AllowPrivateTargets && addresses.FirstOrDefault(a => !IsPublic(a)) is not null)
        {
            throw new TargetRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The address is not public.</summary>
internal sealed class TargetRefusedException() : IOException("The address is not public.");

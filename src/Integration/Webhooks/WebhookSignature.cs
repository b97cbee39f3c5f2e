using System.Security.Cryptography;
using System.Text;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>Secrets and signatures as Standard Webhooks has them: HMAC-SHA256 over `id.timestamp.body`, the exact bytes sent.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int SecretBytes = 32;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>How a receiver is told its secret.</summary>
    public static string Show(byte[] secret) => Prefix + Convert.ToBase64String(secret);

    /// <summary>The header `webhook-signature`: one signature for each secret, apart by a blank.</summary>
    public static string Sign(IEnumerable<byte[]> secrets, string id, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed))));
    }
}

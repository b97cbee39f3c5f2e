using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Resources;
using Google.Protobuf.WellKnownTypes;
using Microsoft.IdentityModel.Tokens;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>Tokens that mails carry, and what is sealed about a mailbox.</summary>
internal sealed class MailTokens(MasterKey key)
{
    private const int TokenBytes = 32;
    private const string Collection = "notificationSubscriptions";
    private const string Unsubscribing = "unsubscribe";

    /// <summary>A token that confirms a mailbox: 256 random bits.</summary>
    public static string NewToken() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>What is kept of it. A fast digest gives nothing of so many random bits away.</summary>
    public static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public byte[] Seal(string text, string name, string field) => key.Seal(Encoding.UTF8.GetBytes(text), name, field);

    public string Open(byte[] secret, string name, string field) => Encoding.UTF8.GetString(key.Open(secret, name, field));

    /// <summary>Ends one subscription, and only the one made at that moment: whoever takes the name later has other tokens.</summary>
    public string Unsubscribe(string name, Timestamp created) => Base64UrlEncoder.Encode(Seal($"{name}\n{Ticks(created)}", Collection, Unsubscribing));

    /// <summary>The subscription and the moment a token was made for; null for a text that is no token of ours.</summary>
    public (string Name, string Created)? ReadUnsubscribe(string token)
    {
        try
        {
            return Open(Base64UrlEncoder.DecodeBytes(token), Collection, Unsubscribing).Split('\n') is [var name, var created] ? (name, created) : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>A moment as tokens have it.</summary>
    public static string Ticks(Timestamp time) => time.ToDateTime().Ticks.ToString(CultureInfo.InvariantCulture);
}

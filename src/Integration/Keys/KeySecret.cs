using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace EGovPlatform.IntegrationService.Keys;

/// <summary>The secret of a key: `egk_`, a prefix to find it by, `_`, and 256 random bits in base64url.</summary>
/// <param name="Prefix">12 lower-case letters and digits.</param>
/// <param name="Text">The whole, as the client sends it.</param>
internal sealed record KeySecret(string Prefix, string Text)
{
    private const string Start = "egk_";
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int PrefixLength = 12;
    private const int SecretLength = 43;
    private const int Length = 4 + PrefixLength + 1 + SecretLength;

    /// <summary>What is stored.</summary>
    public byte[] Digest => SHA256.HashData(Encoding.ASCII.GetBytes(Text));

    public static KeySecret New()
    {
        var prefix = RandomNumberGenerator.GetString(Letters, PrefixLength);
        return new KeySecret(prefix, $"{Start}{prefix}_{Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32))}");
    }

    /// <summary>Null for what has not the form of a secret.</summary>
    public static KeySecret? Parse(string text) =>
        text.Length == Length && text.StartsWith(Start, StringComparison.Ordinal) && text[Start.Length + PrefixLength] == '_' && Ascii.IsValid(text)
            ? new KeySecret(text.Substring(Start.Length, PrefixLength), text)
            : null;
}

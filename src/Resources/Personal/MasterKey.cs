using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.Resources;

/// <summary>
/// The key that wraps every person's data key. Configured as base64 of 32 bytes under <c>Personal:MasterKey</c>; it
/// lives outside the database and its backups.
/// </summary>
public sealed class MasterKey
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] key;

    public MasterKey(IConfiguration configuration)
    {
        var text = configuration["Personal:MasterKey"] ?? throw new InvalidOperationException("Personal:MasterKey is not configured (base64 of 32 random bytes).");
        key = Convert.FromBase64String(text);
        if (key.Length != 32)
        {
            throw new InvalidOperationException("Personal:MasterKey must be 32 bytes.");
        }
    }

    /// <summary>Seals a secret that a service keeps and must be able to use; bound to the record and field it belongs to.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string name, string field) => Encrypt(key, plain, Bound(name, field, 1));

    /// <summary>Opens what <see cref="Seal"/> gave for the same record and field.</summary>
    public byte[] Open(ReadOnlySpan<byte> secret, string name, string field) => Decrypt(key, secret, Bound(name, field, 1));

    internal byte[] Wrap(byte[] dataKey, string name, int version) => Encrypt(key, dataKey, Bound(name, "key", version));

    internal byte[] Unwrap(byte[] wrapped, string name, int version) => Decrypt(key, wrapped, Bound(name, "key", version));

    internal byte[] BlindDigest(string text) =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "blind-index"u8.ToArray()), Encoding.UTF8.GetBytes(text));

    internal static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, byte[] bound)
    {
        var result = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(result.AsSpan(0, NonceSize), plain, result.AsSpan(NonceSize, plain.Length), result.AsSpan(NonceSize + plain.Length), bound);
        return result;
    }

    internal static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> secret, byte[] bound)
    {
        var plain = new byte[secret.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(secret[..NonceSize], secret[NonceSize..^TagSize], secret[^TagSize..], plain, bound);
        return plain;
    }

    /// <summary>Binds a secret to record, field and key version, so that it cannot be moved elsewhere.</summary>
    internal static byte[] Bound(string name, string field, int version) =>
        Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}\n{field}\n{version}"));
}

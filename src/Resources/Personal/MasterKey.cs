using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.Resources;

/// <summary>
/// The key that wraps every person's data key. Configured as base64 of 32 bytes under <c>Personal:MasterKey</c>; it
/// lives outside the database and its backups. <c>Personal:OtherMasterKeys:0</c> and so on are keys that open and find as well and
/// seal nothing: the next and the former one, while it is renewed (docs/operations.md).
/// </summary>
public sealed class MasterKey
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>The field that a person's data key is bound to.</summary>
    internal const string KeyField = "key";

    private readonly byte[][] keys;

    public MasterKey(IConfiguration configuration) => keys =
        [Read(configuration, "Personal:MasterKey"), .. configuration.GetSection("Personal:OtherMasterKeys").GetChildren().Select(c => Read(configuration, c.Path))];

    /// <summary>True while a renewal is under way, so that something may be sealed by another key than the present one.</summary>
    internal bool HasOthers => keys.Length > 1;

    /// <summary>Seals a secret that a service keeps and must be able to use; bound to the record and field it belongs to.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string name, string field) => Encrypt(keys[0], plain, Bound(name, field, 1));

    /// <summary>Opens what <see cref="Seal"/> gave for the same record and field.</summary>
    /// <exception cref="CryptographicException">No key configured here sealed it.</exception>
    public byte[] Open(ReadOnlySpan<byte> secret, string name, string field) => Decrypt(secret, Bound(name, field, 1)).Plain;

    /// <summary>The same sealed by the present key; null where it is already.</summary>
    /// <exception cref="CryptographicException">No key configured here sealed it.</exception>
    internal byte[]? Renewed(ReadOnlySpan<byte> secret, string name, string field, int version = 1)
    {
        var (plain, number) = Decrypt(secret, Bound(name, field, version));
        return number == 0 ? null : Encrypt(keys[0], plain, Bound(name, field, version));
    }

    internal byte[] Wrap(byte[] dataKey, string name, int version) => Encrypt(keys[0], dataKey, Bound(name, KeyField, version));

    internal byte[] Unwrap(ReadOnlySpan<byte> wrapped, string name, int version) => Decrypt(wrapped, Bound(name, KeyField, version)).Plain;

    /// <summary>What a text is found by, as the present key makes it first, then as the others do.</summary>
    internal byte[][] BlindDigests(string text) => [.. keys.Select(key =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "blind-index"u8.ToArray()), Encoding.UTF8.GetBytes(text)))];

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

    internal static byte[] Read(IConfiguration configuration, string setting)
    {
        var text = configuration[setting] ?? throw new InvalidOperationException($"{setting} is not configured (base64 of 32 random bytes).");
        var key = Convert.FromBase64String(text);
        return key.Length == 32 ? key : throw new InvalidOperationException($"{setting} must be 32 bytes.");
    }

    private (byte[] Plain, int Number) Decrypt(ReadOnlySpan<byte> secret, byte[] bound)
    {
        for (var number = 0; ; number++)
        {
            try
            {
                return (Decrypt(keys[number], secret, bound), number);
            }
            catch (AuthenticationTagMismatchException) when (number < keys.Length - 1)
            {
                // Perhaps the next one.
            }
        }
    }

    /// <summary>Binds a secret to record, field and key version, so that it cannot be moved elsewhere.</summary>
    internal static byte[] Bound(string name, string field, int version) =>
        Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}\n{field}\n{version}"));
}

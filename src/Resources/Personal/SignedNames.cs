using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.Resources;

/// <summary>
/// Tokens that name a record and can be made by this platform alone: passes, calendar addresses, codes of certificates.
/// The keys are derived, one per service and purpose, from <c>Personal:NameKey</c> (base64 of 32 bytes) or, unless that is set, from the
/// master key: papers outlive a master key. A token says nothing but the resource name.
/// </summary>
public sealed class SignedNames
{
    public const string Pass = "pass";
    public const string Calendar = "calendar";
    public const string Certificate = "certificate";
    private const int MacSize = 16;

    private readonly byte[] root;
    private readonly string service;

    public SignedNames(IConfiguration configuration, ServiceIdentity self)
    {
        root = MasterKey.Read(configuration, configuration["Personal:NameKey"] is null ? "Personal:MasterKey" : "Personal:NameKey");
        service = self.Name;
    }

    public string Sign(string purpose, string name) => $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(name))}.{Base64Url.EncodeToString(Mac(purpose, name))}";

    /// <summary>The name; null when the token is not genuine.</summary>
    public string? Open(string purpose, string token)
    {
        try
        {
            var parts = token.Split('.');
            var name = parts.Length == 2 ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])) : "";
            return name.Length > 0 && CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(parts[1]), Mac(purpose, name)) ? name : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>An id that a pair of texts always has and nobody can trace back without the key.</summary>
    public string Pseudonym(string purpose, string text) => Convert.ToHexStringLower(Mac(purpose, text));

    /// <summary>A key for a purpose of its own.</summary>
    public byte[] Key(string purpose, int size) => HKDF.DeriveKey(HashAlgorithmName.SHA256, root, size, info: Encoding.UTF8.GetBytes($"{service} {purpose}"));

    private byte[] Mac(string purpose, string text) => HMACSHA256.HashData(Key(purpose, 32), Encoding.UTF8.GetBytes(text))[..MacSize];
}

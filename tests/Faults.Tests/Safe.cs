using System.Security.Cryptography;
using System.Text;

namespace EGovPlatform.Faults.Tests;

/// <summary>What an operator keeps outside the servers and their backups: the master key and the ledger of erasures.</summary>
internal sealed class Safe : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("egov-safe.");

    public string MasterKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public string Erasures => Path.Combine(folder.FullName, "erasures");

    /// <summary>The data key of a person, by which the ledger of erasures knows it.</summary>
    public byte[] Unwrap(string name, byte[] wrapped)
    {
        var key = new byte[wrapped.Length - 28];
        using var aes = new AesGcm(Convert.FromBase64String(MasterKey), 16);
        aes.Decrypt(wrapped.AsSpan(0, 12), wrapped.AsSpan(12, key.Length), wrapped.AsSpan(12 + key.Length), key, Encoding.UTF8.GetBytes($"{name}\nkey\n1"));
        return key;
    }

    /// <summary>Where backups and the archived write-ahead log go.</summary>
    public string Folder => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}

using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.Resources;

/// <summary>
/// Which people's keys were destroyed, kept outside the databases: a backup of before the erasure still has the key, so
/// `SERVICE migrate` destroys it again. A folder, <c>Personal:ErasureLedger</c>, with an empty file for each, named by the
/// SHA-256 of the wrapped key; it holds nothing about anyone. Without the setting nothing is kept.
/// </summary>
public sealed class ErasureLedger(IConfiguration configuration)
{
    private readonly string folder = configuration["Personal:ErasureLedger"] ?? "";

    /// <summary>Notes a key before it is destroyed: an erasure that then fails was asked for all the same.</summary>
    public void Add(byte[] wrapped)
    {
        if (folder.Length == 0)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        using var file = new FileStream(PathOf(wrapped), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>True when this key was destroyed before.</summary>
    public bool Holds(byte[] wrapped) => folder.Length > 0 && File.Exists(PathOf(wrapped));

    private string PathOf(byte[] wrapped) => Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(wrapped)));
}

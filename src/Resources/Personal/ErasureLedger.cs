using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.Resources;

/// <summary>
/// Which people's keys were destroyed, kept outside the databases: a backup of before the erasure still has the key, so
/// `SERVICE migrate` destroys it again. A folder, <c>Personal:ErasureLedger</c>, with a file for each, named by the
/// SHA-256 of the key (before 29 November 2026 of the wrapped key); it holds a line feed and nothing about anyone. Without the setting nothing is kept.
/// </summary>
public sealed class ErasureLedger(IConfiguration configuration)
{
    private readonly string folder = configuration["Personal:ErasureLedger"] ?? "";

    /// <summary>Notes a key before it is destroyed: an erasure that then fails was asked for all the same.</summary>
    /// <exception cref="IOException">It is not on the disk.</exception>
    public void Add(byte[] key)
    {
        if (folder.Length == 0)
        {
            return;
        }

        Directory.CreateDirectory(folder);

        // Written through, because .NET does not tell when a flush to the disk fails, and tells when a write does; hence the line feed.
        using var file = File.OpenHandle(PathOf(key), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, FileOptions.WriteThrough);
        RandomAccess.Write(file, "\n"u8, fileOffset: 0);
    }

    /// <summary>True when this key was destroyed before.</summary>
    public bool Holds(byte[] key) => folder.Length > 0 && File.Exists(PathOf(key));

    private string PathOf(byte[] key) => Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(key)));
}

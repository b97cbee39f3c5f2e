using System.Security.Cryptography;

namespace EGovPlatform.Faults.Tests;

/// <summary>What an operator keeps outside the servers and their backups: the master key and the ledger of erasures.</summary>
internal sealed class Safe : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("egov-safe.");

    public string MasterKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public string Erasures => Path.Combine(folder.FullName, "erasures");

    /// <summary>Where backups and the archived write-ahead log go.</summary>
    public string Folder => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}

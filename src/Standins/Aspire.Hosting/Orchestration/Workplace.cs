using Aspire.Hosting.Native;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Where this run keeps what it needs: <c>.data</c> beside the solution, or the folder that the setting
/// <c>Aspire:DataDirectory</c> (variable <c>Aspire__DataDirectory</c>) names. One application at a time.
/// </summary>
internal sealed class Workplace(IConfiguration configuration, string appHostDirectory) : IDisposable
{
    private FileStream? claim;

    public string Root { get; } = SolutionFolder(appHostDirectory);

    public string DataDirectory => field ??= Path.GetFullPath(configuration["Aspire:DataDirectory"] ?? Path.Combine(Root, ".data"));

    public string Folder(string name) => Path.Combine(DataDirectory, name);

    public string Secret(string name) => Machine.Secret(Path.Combine(DataDirectory, "secrets", name));

    /// <summary>Claims the folder for this process and notes its id in <c>apphost.pid</c>.</summary>
    /// <exception cref="DistributedApplicationException">Another process holds it.</exception>
    public void Claim()
    {
        Machine.CreatePrivateFolder(DataDirectory);
        try
        {
            claim = new FileStream(Folder("apphost.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DistributedApplicationException($"Another application runs on {DataDirectory}; stop it first.", e);
        }

        File.WriteAllText(Folder("apphost.pid"), $"{Environment.ProcessId}\n");
    }

    public void Dispose()
    {
        if (claim is not null)
        {
            File.Delete(Folder("apphost.pid"));
            claim.Dispose();
        }
    }

    private static string SolutionFolder(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("*.sln").Any())
            {
                return folder.FullName;
            }
        }

        return start;
    }
}

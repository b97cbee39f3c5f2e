using System.Globalization;
using Aspire.Hosting.Native;

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// A server's disk of its own, so small that it can be filled; it lies in memory. Where this process may not mount, there is only
/// the folder and nothing can be filled.
/// </summary>
internal sealed class Disk : IAsyncDisposable
{
    private readonly string folder;
    private readonly ChildProcess? holder;

    private Disk(string folder, ChildProcess? holder) => (this.folder, this.holder) = (folder, holder);

    /// <summary>False where a full disk cannot be had.</summary>
    public bool CanFill => holder is not null;

    private string Ballast => Path.Combine(folder, "ballast");

    public static async Task<Disk> MountAsync(string folder, int mebibytes)
    {
        Machine.CreatePrivateFolder(folder);
        var options = string.Create(CultureInfo.InvariantCulture, $"size={mebibytes}m,mode=700");
        if (!Environment.IsPrivilegedProcess || await Tool.RunAsync("mount", "-t", "tmpfs", "-o", options, "egov-faults", folder) != 0)
        {
            return new Disk(folder, holder: null);
        }

        // Unmounts it also when this process dies.
        return new Disk(folder, ChildProcess.Start(new("sleep", ["infinity"]) { AtEnd = $"umount -l '{folder}'" }));
    }

    /// <summary>Takes all space that is left.</summary>
    public void Fill()
    {
        if (!CanFill)
        {
            return;
        }

        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            using var ballast = new FileStream(Ballast, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, PreallocationSize = Math.Max(1, free) });
        }
        catch (IOException)
        {
            // The server was faster: full is full.
        }
    }

    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        if (holder is not null)
        {
            await Tool.RunAsync("umount", "-l", folder);
            await holder.DisposeAsync();
        }
    }
}

using System.Globalization;

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// F18: a process gets so much more memory and then none: the kernel ends it. By a control group of version 1; with version 2, and
/// without the right to make one, nothing happens.
/// </summary>
internal sealed class MemoryLimit(Replica replica)
{
    private const string Root = "/sys/fs/cgroup/memory";

    /// <summary>What it may take on top of what it has: an idle process lives with it, one at work soon does not.</summary>
    private const long Bytes = 16 << 20;

    private string group = "";

    public void Set()
    {
        var made = Path.Combine(Root, "egov-faults-" + Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(made);
            group = made;
            File.WriteAllText(Path.Combine(made, "memory.limit_in_bytes"), Bytes.ToString(CultureInfo.InvariantCulture));
            File.WriteAllText(Path.Combine(made, "cgroup.procs"), replica.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No such groups here, or the process is gone already.
        }
    }

    /// <summary>Lifts the limit and starts the process again if it is gone.</summary>
    public async Task LiftAsync()
    {
        if (group.Length > 0)
        {
            await File.WriteAllTextAsync(Path.Combine(group, "memory.limit_in_bytes"), "-1");
            Leave();
        }

        if (replica.ProcessId == 0)
        {
            replica.Start();
        }

        await replica.ReadyAsync();
        if (group.Length > 0)
        {
            Directory.Delete(group);
        }
    }

    private void Leave()
    {
        if (replica.ProcessId is > 0 and var id)
        {
            try
            {
                File.WriteAllText(Path.Combine(Root, "cgroup.procs"), id.ToString(CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // Just ended.
            }
        }
    }
}

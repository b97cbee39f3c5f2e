using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// F13: the wall clock of one process, which can be set wrong while it runs. A small library in front of the C library does it
/// (clock.c), so that every part of the process sees the same wrong time; without a compiler the clock stays right.
/// </summary>
internal sealed class Clock
{
    private static readonly Lazy<string> Library = new(Compile);

    private readonly string file;

    public Clock(string file)
    {
        this.file = file;
        Set(TimeSpan.Zero);
    }

    /// <summary>What a process needs in its environment.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Environment => Library.Value.Length == 0 ? [] :
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["LD_PRELOAD"] = Library.Value, ["EGOV_FAULT_CLOCK"] = file };

    /// <summary>Sets it so far ahead of the right time, or behind it; whole seconds.</summary>
    public void Set(TimeSpan ahead)
    {
        // In place: the process has the file mapped.
        using var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(BitConverter.GetBytes((long)ahead.TotalSeconds));
    }

    private static string Compile()
    {
        var library = Path.Combine(Directory.CreateTempSubdirectory("egov-clock.").FullName, "clock.so");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(library)!, recursive: true);
        try
        {
            using var compiler = System.Diagnostics.Process.Start("cc", ["-shared", "-fPIC", "-O2", "-o", library, RepositoryRoot.Combine("tests/Faults.Tests/clock.c"), "-ldl"]);
            compiler.WaitForExit(TimeSpan.FromMinutes(1));
            return File.Exists(library) ? library : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}

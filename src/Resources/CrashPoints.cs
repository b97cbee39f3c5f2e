using System.Diagnostics;
using System.Globalization;

namespace EGovPlatform.Resources;

/// <summary>
/// Places at which a test can let a process die as if it were killed: <c>EGOV_CRASH_POINT=name</c>, or <c>name:3</c> for the third
/// time it is reached. Calls exist in Debug builds and where the property CrashPoints is true; a Release build has none of them.
/// </summary>
public static class CrashPoints
{
    /// <summary>A write is committed and not yet answered.</summary>
    public const string Committed = "committed";

    /// <summary>Changes are confirmed by the broker and the relay's place is not yet noted.</summary>
    public const string Published = "published";

    /// <summary>A message is applied and not yet acknowledged.</summary>
    public const string Applied = "applied";

    /// <summary>Rows of an import are written by their owners and not yet noted.</summary>
    public const string ImportWritten = "import-written";

    /// <summary>A page of a log is in the projection that is being built.</summary>
    public const string RebuildApplied = "rebuild-applied";

    /// <summary>The projection that was built is in its place, within a transaction that is not yet committed.</summary>
    public const string RebuildSwapped = "rebuild-swapped";

    /// <summary>A person's key is noted as destroyed outside the database and not yet destroyed.</summary>
    public const string EraseNoted = "erase-noted";

    private static readonly string[] Armed = (Environment.GetEnvironmentVariable("EGOV_CRASH_POINT") ?? "").Split(':');
    private static int left = Armed.Length > 1 ? int.Parse(Armed[1], CultureInfo.InvariantCulture) : 1;

    /// <summary>Ends the process here when this point is armed.</summary>
    [Conditional("DEBUG"), Conditional("CRASH_POINTS")]
    public static void Pass(string point)
    {
        if (point != Armed[0] || Interlocked.Decrement(ref left) != 0)
        {
            return;
        }

        // Not Exit or FailFast: nothing may be cleaned up, written or said.
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}

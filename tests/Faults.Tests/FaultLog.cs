using System.Globalization;

namespace EGovPlatform.Faults.Tests;

/// <summary>Lines for those who wait: in the file EGOV_FAULT_LOG as soon as they are known, and in the test's output.</summary>
internal static class FaultLog
{
    public static void Tell(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("EGOV_FAULT_LOG") is { Length: > 0 } file)
        {
            File.AppendAllText(file, line + Environment.NewLine);
        }
    }

    /// <summary>One measure, as tests/bench.sh judges it.</summary>
    public static void Tell(string name, double value) => Tell(string.Create(CultureInfo.InvariantCulture, $"{name} {Math.Round(value, 3)}"));
}

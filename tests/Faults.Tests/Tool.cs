using Aspire.Hosting.Native;

namespace EGovPlatform.Faults.Tests;

/// <summary>Programs of the system that faults are made with.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Runs one to its end; answers with its exit code.</summary>
    public static async Task<int> RunAsync(string program, params string[] arguments)
    {
        await using var child = ChildProcess.Start(new(program, arguments));
        return await child.Exited.WaitAsync(Limit);
    }
}

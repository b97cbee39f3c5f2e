using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>The built programs.</summary>
internal static class Programs
{
    /// <summary>Services that own records, in the order they may start.</summary>
    public static IReadOnlyList<string> Services { get; } = ["countries", "activities", "training", "reporting", "integration"];

    public const string Gateway = "gateway";

    /// <summary>Where this version's programs are: EGOV_FAULT_BUILT names a folder of published ones.</summary>
    public static string Built { get; } = Environment.GetEnvironmentVariable("EGOV_FAULT_BUILT") is { Length: > 0 } folder ? folder : RepositoryRoot.Combine("artifacts/bin");

    /// <param name="service">A service or the gateway.</param>
    /// <param name="build">Folder of the build: of published programs, or one as artifacts/bin is.</param>
    public static string Of(string service, string build)
    {
        var project = char.ToUpperInvariant(service[0]) + service[1..];
        var program = $"EGovPlatform.{project}{(service == Gateway ? "" : "Service")}.dll";
        var published = Path.Combine(build, project, program);
        return File.Exists(published) ? published : Path.Combine(build, project, "debug", program);
    }
}

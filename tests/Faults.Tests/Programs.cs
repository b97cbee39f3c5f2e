using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>The built programs.</summary>
internal static class Programs
{
    /// <summary>Services that own records, in the order they may start.</summary>
    public static IReadOnlyList<string> Services { get; } = ["countries", "activities", "training", "reporting", "integration"];

    public const string Gateway = "gateway";

    /// <summary>Where this version's programs are.</summary>
    public static string Built { get; } = RepositoryRoot.Combine("artifacts/bin");

    /// <param name="service">A service or the gateway.</param>
    /// <param name="build">Folder of the build, as <see cref="Built"/> is.</param>
    public static string Of(string service, string build)
    {
        var project = char.ToUpperInvariant(service[0]) + service[1..];
        return Path.Combine(build, project, "debug", $"EGovPlatform.{project}{(service == Gateway ? "" : "Service")}.dll");
    }
}

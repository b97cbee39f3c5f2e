using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>The built programs.</summary>
internal static class Programs
{
    /// <summary>Services that own records, in the order they may start.</summary>
    public static IReadOnlyList<string> Services { get; } = ["countries", "activities", "training", "reporting", "integration"];

    public const string Gateway = "gateway";

    public static string Of(string service)
    {
        var project = char.ToUpperInvariant(service[0]) + service[1..];
        return RepositoryRoot.Combine("artifacts/bin", project, "debug", $"EGovPlatform.{project}{(service == Gateway ? "" : "Service")}.dll");
    }
}

namespace EGovPlatform.Cli;

/// <summary>The services as arguments name them.</summary>
internal static class ServiceNames
{
    public static readonly string[] All = ["countries", "activities", "training", "reporting", "integration"];

    /// <summary>Those given, or all; null, with a word on the console, when one is none.</summary>
    public static async Task<string[]?> ReadAsync(string[]? given)
    {
        if (given is not { Length: > 0 })
        {
            return All;
        }

        if (given.Except(All, StringComparer.Ordinal).FirstOrDefault() is not { } unknown)
        {
            return given;
        }

        await Console.Error.WriteLineAsync($"'{unknown}' is not a service.");
        return null;
    }
}

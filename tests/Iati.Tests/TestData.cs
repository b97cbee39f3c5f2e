using EGovPlatform.Iati.Validation;

namespace EGovPlatform.Iati.Tests;

/// <summary>Where the test files are.</summary>
internal static class TestData
{
    /// <summary>The folder of the committed files.</summary>
    public static string Folder { get; } = Path.Combine(Root(), "tests", "Data", "iati");

    /// <summary>Files that may not be committed; null when the variable names none.</summary>
    public static string? Outside(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder ? folder : null;

    public static ValidationReport Validate(string path, ValidatorOptions? options = null)
    {
        using var file = File.OpenRead(path);
        return IatiValidator.Validate(file, options);
    }

    public static ValidationReport ValidateText(string xml, ValidatorOptions? options = null)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(xml));
        return IatiValidator.Validate(stream, options);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EGovPlatform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}

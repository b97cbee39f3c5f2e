namespace EGovPlatform.Iati.Tests;

/// <summary>The standard's own 686 schema tests.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Files { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.xml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(TestData.Folder, "schema-tests");

    [Fact]
    public void All_Files_Are_There() => Assert.Equal(686, Files.Count);

    [Theory]
    [MemberData(nameof(Files))]
    public void File_Passes_Or_Fails_As_Its_Folder_Says(string file)
    {
        var report = TestData.Validate(Path.Combine(Folder, file));
        Assert.Equal(file.Contains("should-pass", StringComparison.Ordinal), !report.All.Any(e => e.Id is "0.3.1" or "0.1.1" or "0.2.1"));
    }
}

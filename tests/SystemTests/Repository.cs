namespace EGovPlatform.SystemTests;

/// <summary>Where the built programs and the sample data are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string AppHost => Path.Combine(Root, "artifacts/bin/EGovPlatform.AppHost/debug/EGovPlatform.AppHost");

    public static string Egov => Path.Combine(Root, "artifacts/bin/Cli/debug/egov");

    public static string FactRows => Path.Combine(Root, "tests/Data/fact-rows.json");

    public static string[] Notices => Directory.GetFiles(Path.Combine(Root, "samples/notices"), "*.json");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EGovPlatform.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("EGovPlatform.sln was not found above the test program.");
    }
}

namespace EGovPlatform.Testing;

/// <summary>The checked-out repository the tests run from.</summary>
public static class RepositoryRoot
{
    /// <summary>Its full path.</summary>
    public static string Path { get; } = Find();

    /// <summary>A path below it.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "EGovPlatform.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No EGovPlatform.sln above {AppContext.BaseDirectory}.");
    }
}

namespace EGovPlatform.AppHost.Cluster;

/// <summary>Files for the eyes of their owner.</summary>
internal static class PrivateFile
{
    /// <summary>Makes a file that only its owner may read, as servers demand of files with secrets.</summary>
    /// <exception cref="IOException">It is there: who keeps a secret in it must not lose it to another who starts at once.</exception>
    public static void Create(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    /// <summary>The same in place of a file that may be there.</summary>
    /// <returns>The path.</returns>
    public static string Write(string path, string text)
    {
        File.Delete(path);
        Create(path, text);
        return path;
    }
}

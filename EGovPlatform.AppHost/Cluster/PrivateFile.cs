namespace EGovPlatform.AppHost.Cluster;

/// <summary>Files for the eyes of their owner.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a file that only its owner may read, as servers demand of files with secrets.</summary>
    public static string Write(string path, string text)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
        return path;
    }
}

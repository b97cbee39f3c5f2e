using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Aspire.Hosting.Native;

/// <summary>What the local machine offers: ports, programs, secrets on disk.</summary>
public static class Machine
{
    private static readonly Lock PortLock = new();
    private static readonly HashSet<int> Handed = [];

    // Below those that Linux gives to clients (32768 and up): one of them could sit on the port while its server is restarted.
    private const int FirstPort = 12000;
    private const int EndPort = 32768;

    /// <summary>A loopback TCP port nobody listens on, never the same twice in one process.</summary>
    public static int FreePort()
    {
        lock (PortLock)
        {
            while (true)
            {
                var port = RandomNumberGenerator.GetInt32(FirstPort, EndPort);
                if (IsFree(port) && Handed.Add(port))
                {
                    return port;
                }
            }
        }
    }

    /// <summary>True when nobody listens on that loopback port.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The first of the named programs that exists, in the given folders and then on the PATH; null when there is none.</summary>
    public static string? Find(string program, params IEnumerable<string> folders) =>
        folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>Folders below <paramref name="parent"/> (with <paramref name="inner"/> appended), the highest version first.</summary>
    public static IEnumerable<string> Versions(string parent, string inner) => Directory.Exists(parent)
        ? Directory.GetDirectories(parent).OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, inner))
        : [];

    /// <summary>The secret kept in a file only its owner may read; a new random one when the file is missing.</summary>
    public static string Secret(string path)
    {
        if (File.Exists(path))
        {
            return File.ReadAllText(path).Trim();
        }

        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        CreatePrivateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        CreatePrivateFile(path, secret);
        return secret;
    }

    /// <summary>Makes a file only its owner may read.</summary>
    /// <exception cref="IOException">It is there.</exception>
    public static void CreatePrivateFile(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(path, options);
        file.Write(text);
    }

    public static void CreatePrivateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace EGovPlatform.Cli;

/// <summary>
/// `egov operate backup` and `restore`: all databases together, so that they come back at one moment. PostgreSQL's own
/// programs do the work; the server is named as for them, by --server or PGHOST, PGPORT, PGUSER, and the password by
/// PGPASSWORD or PGPASSFILE, never on the command line.
/// </summary>
internal static class BackupCommands
{
    public static Command Backup()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "New folder for the backup." };
        var server = new Option<string>("--server") { Description = "libpq connection string of a login that may replicate.", DefaultValueFactory = _ => "" };
        var command = new Command("backup", "Copy the databases of all services, as they are at its end, and check the copy.") { folder, server };
        command.SetAction(async (parsed, cancellation) =>
        {
            var to = parsed.GetValue(folder)!.FullName;
            await RunAsync("pg_basebackup", ["-d", parsed.GetValue(server)!, "-D", to, "-X", "stream", "-c", "fast", "--manifest-checksums=SHA256", "--no-password"], cancellation);
            await RunAsync("pg_verifybackup", ["--quiet", to], cancellation);
            Console.WriteLine($"{to} holds all databases. The master key and the erasure ledger are kept elsewhere; without them personal data cannot be read, or comes back.");
            return 0;
        });
        return command;
    }

    public static Command Restore()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A backup." };
        var into = new Argument<DirectoryInfo>("into") { Description = "New data folder of a PostgreSQL server that does not run." };
        var archive = new Option<DirectoryInfo>("--archive") { Description = "Folder of archived write-ahead log; goes on from the backup to its end, or to --time or --point." };
        var time = new Option<DateTimeOffset?>("--time") { Description = "Up to this moment." };
        var point = new Option<string>("--point") { Description = "Up to this restore point (pg_create_restore_point)." };
        var command = new Command("restore", "Lay a backup out as a server's data folder, up to a moment.") { folder, into, archive, time, point };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (from, to) = (parsed.GetValue(folder)!.FullName, parsed.GetValue(into)!.FullName);
            if (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any())
            {
                throw new InvalidOperationException($"{to} is not empty.");
            }

            await RunAsync("pg_verifybackup", ["--quiet", from], cancellation);
            Copy(new DirectoryInfo(from), to);
            if (parsed.GetValue(archive) is { } log)
            {
                await RecoverAsync(to, log.FullName, parsed.GetValue(time), parsed.GetValue(point));
            }

            Console.WriteLine($"Start PostgreSQL on {to}, with an empty broker and an empty Redis, and run the migrate step of every service: it erases again who was erased since.");
            return 0;
        });
        return command;
    }

    private static Task RecoverAsync(string data, string archive, DateTimeOffset? time, string? point)
    {
        var settings = new List<string> { $"restore_command = 'cp \"{archive}/%f\" \"%p\"'", "recovery_target_action = 'promote'" };
        if (time is { } moment)
        {
            settings.Add($"recovery_target_time = '{moment.ToString("O", CultureInfo.InvariantCulture)}'");
        }
        else if (point is not null)
        {
            settings.Add($"recovery_target_name = '{point.Replace("'", "''", StringComparison.Ordinal)}'");
        }

        File.WriteAllText(Path.Combine(data, "recovery.signal"), "");
        return File.AppendAllLinesAsync(Path.Combine(data, "postgresql.auto.conf"), settings);
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        if (!OperatingSystem.IsWindows())
        {
            // PostgreSQL refuses a folder that others may read.
            File.SetUnixFileMode(to, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (var folder in from.EnumerateDirectories())
        {
            Copy(folder, Path.Combine(to, folder.Name));
        }
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(program), arguments) { UseShellExecute = false })!;
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with code {process.ExitCode}.");
        }
    }

    // Debian keeps them apart from the PATH, by version.
    private static string Find(string program)
    {
        const string Versions = "/usr/lib/postgresql";
        var folders = Directory.Exists(Versions) ? Directory.GetDirectories(Versions).OrderDescending(StringComparer.Ordinal).Select(v => Path.Combine(v, "bin")) : [];
        return folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists) ?? program;
    }
}

using System.CommandLine;

namespace EGovPlatform.Cli;

/// <summary>`egov import iati`: activities that others publish, one by one; the bad ones are told by rule and line.</summary>
internal static class ImportIatiCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("files") { Description = "IATI activity files of 2.01 to 2.03.", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check every activity and store nothing." };
        var verbose = new Option<bool>("--verbose") { Description = "Print a line for each record with its warnings, not only for errors." };
        var reason = new Option<string>("--reason") { Description = "Why activities that came in before are brought up to date.", DefaultValueFactory = _ => "a newer IATI file" };
        var command = new Command("iati", "Import activities that others publish. Good ones come in although others are bad; the second run changes nothing.") { files, dryRun, verbose, reason };
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = parsed.GetValue(files)!;
            if (chosen.FirstOrDefault(f => !f.Exists || f.Extension != ".xml") is { } wrong)
            {
                await Console.Error.WriteLineAsync(wrong.Exists ? $"{wrong.Name}: an IATI file ends in .xml." : $"{wrong.Name}: there is no such file.");
                return 2;
            }

            using var client = ImportCommand.Connect(parsed);
            var desk = new ImportDesk(client, cancellation);
            var import = await desk.UploadAsync(chosen, "");
            if (!parsed.GetValue(dryRun) && import.Counts.Add + import.Counts.Update + import.Counts.Unchanged > 0)
            {
                import = await desk.ApplyAsync(import, parsed.GetValue(reason)!, skipBadRows: true);
            }

            return await ImportPrinter.PrintAsync(desk, import, parsed.GetValue(verbose));
        });
        return command;
    }
}

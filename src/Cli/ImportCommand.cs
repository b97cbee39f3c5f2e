using System.CommandLine;
using System.Text.Json;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov import`: records from files, each added, updated, unchanged or refused with its reason.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("files") { Description = "JSON files with an array `records`.", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check every record and store nothing." };
        var verbose = new Option<bool>("--verbose") { Description = "Print a line for each record, not only for errors." };
        var command = new Command("import", "Import records through the gateway. The second run changes nothing.") { files, dryRun, verbose };
        command.SetAction(async (parsed, cancellation) =>
        {
            var records = new List<ImportRecord>();
            foreach (var file in parsed.GetValue(files)!)
            {
                try
                {
                    records.AddRange(ImportRecord.Read(file.FullName));
                }
                catch (Exception e) when (e is JsonException or InvalidDataException or IOException)
                {
                    await Console.Error.WriteLineAsync($"{file.Name}: {e.Message}");
                    return 2;
                }
            }

            using var gateway = new Session(parsed).Json(Role.Editor, Role.TrainingOfficer);
            var done = 0;
            var importer = new Importer(gateway, Tell, parsed.GetValue(dryRun));
            var counts = await importer.RunAsync(records, cancellation);
            Progress(records.Count);
            Console.Error.WriteLine();
            Console.WriteLine($"{records.Count} records: {counts[ImportOutcome.Add]} added, {counts[ImportOutcome.Update]} updated, {counts[ImportOutcome.Unchanged]} unchanged, {counts[ImportOutcome.Error]} errors{(parsed.GetValue(dryRun) ? " (dry run, nothing stored)" : "")}");
            return counts[ImportOutcome.Error] == 0 ? 0 : 1;

            void Tell(ImportRecord record, ImportOutcome outcome, string message)
            {
                Progress(++done);
                if (outcome == ImportOutcome.Error || parsed.GetValue(verbose))
                {
                    Console.Error.WriteLine();
                    Console.WriteLine($"{outcome.ToString().ToUpperInvariant(),-9} {record.File} #{record.Index} {record.Name}{(message.Length > 0 ? ": " + message : "")}");
                }
            }

            void Progress(int count)
            {
                if (!Console.IsErrorRedirected)
                {
                    Console.Error.Write($"\r{count} of {records.Count} ");
                }
            }
        });
        return command;
    }
}

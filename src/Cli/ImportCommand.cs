using System.CommandLine;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov import`: files of records, checked first, then written; each added, updated, unchanged or refused with its reason.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("files") { Description = "Filled templates (.xlsx, .csv), JSON lines (.jsonl), JSON files with an array `records`, or IATI activity files (.xml). Several files are one import.", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check every record and store nothing." };
        var verbose = new Option<bool>("--verbose") { Description = "Print a line for each record, not only for errors." };
        var reason = new Option<string>("--reason") { Description = "Why records that exist are corrected. JSON files have a default.", DefaultValueFactory = _ => "" };
        var skip = new Option<bool>("--skip-bad-rows") { Description = "Write the good rows although others are not. Always so for JSON files." };
        var answers = new Option<string[]>("--answer") { Description = "What an ambiguous text means: 'text=resource name'. May be repeated." };
        var group = new Option<string>("--group") { Description = "What the records of a CSV file are, such as ledgerEntries, where its name does not say so.", DefaultValueFactory = _ => "" };
        var command = new Command("import", "Import records. The second run changes nothing.") { files, dryRun, verbose, reason, skip, answers, group };
        command.Subcommands.Add(Undo());
        command.Subcommands.Add(ImportIatiCommand.Create());
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = parsed.GetValue(files)!;
            if (chosen.FirstOrDefault(f => !f.Exists) is { } missing)
            {
                await Console.Error.WriteLineAsync($"{missing.Name}: there is no such file.");
                return 2;
            }

            var isJson = chosen.All(f => f.Extension.Equals(".json", StringComparison.OrdinalIgnoreCase));
            using var client = Connect(parsed);
            var desk = new ImportDesk(client, cancellation);
            var import = await desk.UploadAsync(chosen, parsed.GetValue(group)!);
            if (parsed.GetValue(answers) is { Length: > 0 } given)
            {
                import = await desk.AnswerAsync(import, given.Select(Answered));
            }

            if (!parsed.GetValue(dryRun) && (import.Counts.Error + import.Counts.Ask == 0 || isJson || parsed.GetValue(skip)))
            {
                var why = parsed.GetValue(reason) is { Length: > 0 } text ? text : isJson ? $"egov import {string.Join(' ', chosen.Select(f => f.Name))}" : "";
                import = await desk.ApplyAsync(import, why, isJson || parsed.GetValue(skip));
            }

            return await ImportPrinter.PrintAsync(desk, import, parsed.GetValue(verbose));
        });
        return command;
    }

    private static Command Undo()
    {
        var name = new Argument<string>("import") { Description = "Name of the import: imports/…" };
        var reason = new Option<string>("--reason") { Description = "Why; kept with each change.", DefaultValueFactory = _ => "" };
        var command = new Command("undo", "Take back all that an import wrote.") { name, reason };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = Connect(parsed);
            var desk = new ImportDesk(client, cancellation);
            var import = await desk.UndoAsync(parsed.GetValue(name)!, parsed.GetValue(reason)!);
            foreach (var row in await desk.RowsAsync(import.Name, new ListImportRowsRequest { Progress = { RowProgress.Conflict } }))
            {
                Console.WriteLine($"LEFT      {row.Record}: {row.Note}");
            }

            Console.WriteLine($"{import.Counts.Undone} records taken back, {import.Counts.Conflict} left as they are.");
            return import is { State: ImportState.Undone, Counts.Conflict: 0 } ? 0 : 1;
        });
        return command;
    }

    internal static EGovClient Connect(ParseResult parsed) => new Session(parsed).Connect(Role.Editor, Role.Approver, Role.TrainingOfficer);

    private static Answer Answered(string text)
    {
        var cut = text.LastIndexOf('=');
        return cut > 0 ? new Answer { Text = text[..cut], Resource = text[(cut + 1)..] } : throw new InvalidOperationException($"'{text}' is not of the form 'text=resource name'.");
    }
}

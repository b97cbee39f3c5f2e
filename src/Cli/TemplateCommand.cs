using System.CommandLine;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov template engagements`: a file to fill in, empty or with the records there are.</summary>
internal static class TemplateCommand
{
    public static Command Create()
    {
        var group = new Argument<string?>("group") { Description = "Group of records, such as engagements; none lists the groups.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<FileInfo?>("--out") { Description = "File to write; its ending chooses .xlsx, .csv or .jsonl. Default: GROUP.xlsx." };
        var filled = new Option<bool>("--filled") { Description = "With the records there are, to be corrected and imported again." };
        var filter = new Option<string>("--filter") { Description = "With --filled: only the records this filter finds.", DefaultValueFactory = _ => "" };
        var command = new Command("template", "Get a file to fill in.") { group, output, filled, filter };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer, Role.Editor);
            var templates = new TemplateService.TemplateServiceClient(client.Invoker);
            if (parsed.GetValue(group) is not { } wanted)
            {
                var list = await templates.ListTemplatesAsync(new ListTemplatesRequest { PageSize = 1000 }, cancellationToken: cancellation);
                foreach (var template in list.Templates)
                {
                    Console.WriteLine($"{template.Name["templates/".Length..],-22} {template.Pattern}");
                }

                return 0;
            }

            var file = parsed.GetValue(output) ?? new FileInfo($"{wanted}.xlsx");
            var body = await templates.DownloadTemplateAsync(
                new DownloadTemplateRequest { Name = $"templates/{wanted}", Format = file.Extension.TrimStart('.'), Filled = parsed.GetValue(filled), Filter = parsed.GetValue(filter) },
                cancellationToken: cancellation);
            await File.WriteAllBytesAsync(file.FullName, body.Data.ToByteArray(), cancellation);
            Console.WriteLine(file.FullName);
            return 0;
        });
        return command;
    }
}

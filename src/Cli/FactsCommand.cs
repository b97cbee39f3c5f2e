using System.CommandLine;
using System.Text;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov facts publications/…`: every fact read from a publication, by paragraph, with its certainty.</summary>
internal static class FactsCommand
{
    public static Command Create()
    {
        var publication = new Argument<string>("publication") { Description = "Resource name of the publication." };
        var format = new Option<string>("--format") { Description = "text, md or csv.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "md", "csv");
        var file = new Option<FileInfo?>("--out") { Description = "File to write instead of the terminal." };
        var command = new Command("facts", "Every fact read from a publication.") { publication, format, file };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var name = parsed.GetRequiredValue(publication);
            var (facts, leftOut) = await ReadAsync(new ReportService.ReportServiceClient(client.Invoker), name, cancellation);
            var sheet = FactsSheet.Write(parsed.GetValue(format)!, name, facts, leftOut);
            if (parsed.GetValue(file) is { } target)
            {
                // Spreadsheets take a file without the mark for one of their own character sets.
                await File.WriteAllTextAsync(target.FullName, sheet, new UTF8Encoding(encoderShouldEmitUTF8Identifier: parsed.GetValue(format) == "csv"), cancellation);
            }
            else
            {
                Console.Write(sheet);
            }

            return 0;
        });
        return command;
    }

    private static async Task<(List<Fact> Facts, long LeftOut)> ReadAsync(ReportService.ReportServiceClient reports, string publication, CancellationToken cancellation)
    {
        var facts = new List<Fact>();
        var request = new GetFactsRequest { Publication = publication, PageSize = 1000 };
        while (true)
        {
            var page = await reports.GetFactsAsync(request, cancellationToken: cancellation);
            facts.AddRange(page.Facts);
            if (page.NextPageToken.Length == 0)
            {
                return (facts, page.LeftOut);
            }

            request.PageToken = page.NextPageToken;
        }
    }
}

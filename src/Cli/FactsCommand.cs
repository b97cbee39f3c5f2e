using System.CommandLine;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov facts publications/…`: every fact read from a publication, by paragraph, with its certainty.</summary>
internal static class FactsCommand
{
    private const int ValueWidth = 100;

    public static Command Create()
    {
        var publication = new Argument<string>("publication") { Description = "Resource name of the publication." };
        var command = new Command("facts", "Every fact read from a publication.") { publication };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var reports = new ReportService.ReportServiceClient(client.Invoker);
            var request = new GetFactsRequest { Publication = parsed.GetValue(publication), PageSize = 200 };
            do
            {
                var page = await reports.GetFactsAsync(request, cancellationToken: cancellation);
                foreach (var fact in page.Facts)
                {
                    Print(fact);
                }

                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return 0;
        });
        return command;
    }

    private static void Print(Fact fact)
    {
        var paragraph = fact.HasParagraph ? $"¶{fact.Paragraph}" : "¶?";
        var value = fact.ValueJson.Length > ValueWidth ? fact.ValueJson[..ValueWidth] + "…" : fact.ValueJson;
        Console.WriteLine($"{paragraph,-4} {fact.Certainty.ToString().ToUpperInvariant(),-9} {fact.Record} {fact.FieldPath}{(fact.Rival ? " (rival)" : "")} = {value}");
    }
}

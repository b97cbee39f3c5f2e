using System.Diagnostics;
using System.Text.Json.Nodes;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Exchange;
using EGovPlatform.Testing;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Our JSON-stat as a reader of others takes it (npm jsonstat-toolkit): the same numbers, the same doubts.</summary>
public sealed class JsonStatReaderTests(NoticesFixture notices) : IClassFixture<NoticesFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task The_reader_finds_every_number_of_the_report_and_none_that_nobody_knows()
    {
        var asked = new SummarizeRequest { Measures = { "attendance", "engagements" }, Dimensions = { "country" } };
        var report = await notices.Mart.Summaries.SummarizeAsync(asked, MartUnderTest.Staff, CancellationToken.None);
        var read = await ReadAsync(asked);

        Assert.Equal(("dataset", "measure"), ((string)read["class"]!, (string)read["metric"]![0]!));
        Assert.Equal(report.Rows.Count, (int)read["size"]![0]!);
        var cells = read["cells"]!.AsArray().ToDictionary(c => ((string)c!["country"]!, (string)c["measure"]!), c => c!);
        foreach (var row in report.Rows)
        {
            foreach (var value in row.Values)
            {
                var cell = cells[(row.Dimensions[0].Key, $"{value.Measure}.sum.value")];
                var unknown = value.Sum.Terms > 0 && value.Sum.UnknownTerms == value.Sum.Terms || value.Sum.Text == "nothing recorded";
                Assert.Equal(unknown ? null : value.Sum.Value, (long?)cell["value"]);
                Assert.Equal(row.Dimensions[0].Label, (string)cell["label"]!);
                if (unknown || value.Sum.Qualifier != Common.V1.Qualifier.Exact)
                {
                    Assert.Equal(value.Sum.Text, (string?)cell["status"]);
                }
            }
        }
    }

    private async Task<JsonObject> ReadAsync(SummarizeRequest asked)
    {
        var library = RepositoryRoot.Combine(".tools", "node", "node_modules", "jsonstat-toolkit", "main.cjs");
        Assert.SkipUnless(File.Exists(library), "jsonstat-toolkit is not installed: ./test.sh installs it below .tools/node");
        var start = new ProcessStartInfo("node", [RepositoryRoot.Combine("tests", "Reporting.Tests", "read-jsonstat.cjs"), library])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await foreach (var part in new SummaryExports(notices.Mart.Summaries).MakeAsync(new() { Summary = asked, Format = TableFormat.JsonStat }, MartUnderTest.Staff, CancellationToken.None))
        {
            await process.StandardInput.WriteAsync(part.Data.ToStringUtf8());
        }

        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, await error);
        return JsonNode.Parse(await output)!.AsObject();
    }
}

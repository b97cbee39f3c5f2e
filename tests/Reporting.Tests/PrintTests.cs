using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Print;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Reports on paper, read back by a program of others (pdftotext).</summary>
public sealed class PrintTests(NoticesFixture notices) : IClassFixture<NoticesFixture>
{
    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    [InlineData("es")]
    public async Task A_brief_has_every_section_and_entry_in_its_language(string language)
    {
        var brief = await notices.Mart.RecordBriefs.GetAsync(new GetBriefRequest { Name = "countries/PE", LanguageCode = language }, MartUnderTest.Staff, CancellationToken.None);
        var text = await PdfText.ReadAsync(BriefPrint.Write(brief));

        Assert.NotEmpty(brief.Sections);
        Assert.All(brief.Sections, s => Assert.Contains($"{s.Title} ({s.Total})", text, StringComparison.Ordinal));
        foreach (var title in brief.Sections.SelectMany(s => s.Entries).Select(e => e.Title))
        {
            Assert.Contains(Joined(title), Joined(text), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en", "Engagements, by country")]
    [InlineData("ko", "행사와 회의, 국가별")]
    public async Task A_year_says_what_summarize_says(string language, string heading)
    {
        var text = await PdfText.ReadAsync(await new AnnualReport(notices.Mart.Summaries).WriteAsync(new PrintAnnualReportRequest { Year = 2018, LanguageCode = language }, MartUnderTest.Staff, CancellationToken.None));
        Assert.Contains(heading, text, StringComparison.Ordinal);
        var asked = new SummarizeRequest { Measures = { "engagements" }, Dimensions = { "country" }, Filter = "year = 2018", LanguageCode = language };
        var rows = (await notices.Mart.Summaries.SummarizeAsync(asked, MartUnderTest.Staff, CancellationToken.None)).Rows;
        Assert.NotEmpty(rows);
        Assert.All(rows.Where(r => r.Dimensions[0].Key.Length > 0), r => Assert.Matches($"{r.Dimensions[0].Label}\\s+{r.Values[0].Sum.Text}", text));
    }

    [Fact]
    public async Task What_is_no_year_is_refused()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => new AnnualReport(notices.Mart.Summaries).WriteAsync(new PrintAnnualReportRequest { Year = 18 }, MartUnderTest.Staff, CancellationToken.None));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    private static string Joined(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}

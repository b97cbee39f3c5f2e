using System.Net;
using System.Net.Http.Headers;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>Reports on paper, asked for at the gateway and at the command line.</summary>
public sealed class PrintRowsTests(Platform platform)
{
    [Theory]
    [InlineData("reports/brief/countries/PE:print?languageCode=ko", "요약 보고서: 페루")]
    [InlineData("reports/brief/organizations/idb:print?languageCode=es", "Cursos")]
    [InlineData("reports/annual/2018:print", "Engagements, by country")]
    [InlineData("reports/annual/2018:print?filter=country:PE", "Peru")]
    public async Task Row_84_a_report_leaves_as_pdf(string path, string says)
    {
        using var http = platform.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", platform.Token(Role.Viewer));
        using var response = await http.GetAsync(new Uri("/v1/" + path, UriKind.Relative), TestContext.Current.CancellationToken);
        var file = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, System.Text.Encoding.UTF8.GetString(file));
        Assert.Equal(("application/pdf", "attachment"), (response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentDisposition?.DispositionType));
        Assert.Contains(says, await PdfText.ReadAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_84_the_command_line_writes_the_same()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("egov-print.").FullName, "2018.pdf");
        var (code, output) = await platform.EgovAsync("export", "annual", "2018", "--language", "ko", "--out", path);
        Assert.True(code == 0, output);
        Assert.Contains("연차 보고서 2018", await PdfText.ReadAsync(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}

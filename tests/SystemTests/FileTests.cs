using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;

namespace EGovPlatform.SystemTests;

/// <summary>Files people fill, through the gateway: templates out, imports in and back.</summary>
public sealed class FileTests(Platform platform)
{
    [Fact]
    public async Task Records_go_out_in_a_workbook_and_come_back_unchanged()
    {
        var file = Path.Combine(platform.Data, "agreements.xlsx");
        var (code, output) = await platform.EgovAsync("template", "agreements", "--filled", "--out", file);
        Assert.True(code == 0, output);
        (code, output) = await platform.EgovAsync("import", file, "--dry-run");
        Assert.True(code == 0, output);
        Assert.Matches("records: 0 added, 0 updated, [1-9][0-9]* unchanged, 0 errors", output);
    }

    [Fact]
    public async Task An_import_is_undone_as_a_whole()
    {
        var id = Guid.NewGuid().ToString("N");
        var file = Path.Combine(platform.Data, $"{id}.csv");
        await File.WriteAllTextAsync(file, $"name,names[0].text\na-{id},Program A\nb-{id},Program B\n", TestContext.Current.CancellationToken);
        var renamed = Path.Combine(Directory.CreateDirectory(Path.Combine(platform.Data, id)).FullName, "programs.csv");
        File.Move(file, renamed);
        var (code, output) = await platform.EgovAsync("import", renamed);
        Assert.True(code == 0, output);
        Assert.Contains("2 records: 2 added", output, StringComparison.Ordinal);
        using var http = platform.Client(Role.Viewer);
        Assert.Contains("Program A", await http.GetStringAsync($"/v1/programs/a-{id}", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        (code, output) = await platform.EgovAsync("import", "undo", Regex.Match(output, "imports/[0-9a-f-]+").Value);
        Assert.True(code == 0, output);
        Assert.Contains("2 records taken back, 0 left", output, StringComparison.Ordinal);
        Assert.Contains("deleteTime", await http.GetStringAsync($"/v1/programs/a-{id}", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Integrators_use_plain_http()
    {
        using var http = platform.Client(Role.Editor);
        using var template = await http.GetAsync("/v1/templates/programs?format=csv", TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", template.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("name,", (await template.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimStart('\uFEFF'), StringComparison.Ordinal);

        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("name,names[0].text\nplain-http,Plain\n"));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv; name=programs.csv");
        using var answer = await http.PostAsync("/v1/imports:upload", content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        using var import = JsonDocument.Parse(text);
        var name = import.RootElement.GetProperty("name").GetString();
        await Testing.Eventually.Async("the check to end", async () => (await http.GetStringAsync($"/v1/{name}", TestContext.Current.CancellationToken)).Contains("IMPORT_STATE_CHECKED", StringComparison.Ordinal));
        Assert.Contains("ROW_OUTCOME_ADD", await http.GetStringAsync($"/v1/{name}/rows", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}

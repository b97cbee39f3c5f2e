using System.Text.Json;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>Every fact of the five notices comes back from the platform with its paragraph, certainty and value.</summary>
public sealed class FactRowTests(Platform platform)
{
    [Theory]
    [InlineData("publications/mois-2018-04-04")]
    [InlineData("publications/mois-2018-06-26")]
    [InlineData("publications/mois-2018-06-04")]
    [InlineData("publications/mois-2017-07-11")]
    [InlineData("publications/mois-2016-05-26")]
    public async Task Facts_of_a_publication_come_back_row_by_row(string publication)
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.FactRows));
        var rows = file.RootElement.GetProperty("rows").EnumerateArray().Where(r => r.GetProperty("publication").GetString() == publication).ToList();
        Assert.NotEmpty(rows);
        using var client = platform.Client(Role.Viewer);
        await Eventually.PassesAsync($"all facts of {publication}", async () =>
        {
            var facts = await FactsAsync(client, publication);
            Assert.Empty(rows.SelectMany(r => Missing(r, facts)));
        });
    }

    private static IEnumerable<string> Missing(JsonElement row, List<JsonElement> facts) => row.GetProperty("facts").EnumerateArray()
        .Where(expected => !facts.Exists(fact => Is(fact, expected)))
        .Select(expected => $"{row.GetProperty("row")}: {expected}");

    private static bool Is(JsonElement fact, JsonElement expected) =>
        Text(fact, "record") == Text(expected, "record")
        && Text(fact, "fieldPath") == Text(expected, "field")
        && fact.TryGetProperty("paragraph", out var paragraph) && paragraph.GetInt32() == expected.GetProperty("paragraph").GetInt32()
        && Text(fact, "certainty") == "CERTAINTY_" + Text(expected, "certainty")
        && expected.GetProperty("contains").EnumerateArray().All(part => Text(fact, "valueJson").Contains(part.GetString()!, StringComparison.Ordinal));

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static async Task<List<JsonElement>> FactsAsync(HttpClient client, string publication)
    {
        var facts = new List<JsonElement>();
        var token = "";
        do
        {
            using var page = JsonDocument.Parse(await client.GetStringAsync($"/v1/reports/facts/{publication}?pageSize=1000&pageToken={Uri.EscapeDataString(token)}"));
            facts.AddRange(page.RootElement.TryGetProperty("facts", out var found) ? found.EnumerateArray().Select(f => f.Clone()) : []);
            token = Text(page.RootElement, "nextPageToken");
        }
        while (token.Length > 0);
        return facts;
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EGovPlatform.Common.V1;
using Xunit;

namespace EGovPlatform.Testing;

/// <summary>Writes the records of sample files that one service owns, name by name as an import does.</summary>
public static class SampleImport
{
    /// <summary>Writes them in their order and fails on the first that is refused.</summary>
    /// <param name="service">The service that runs.</param>
    /// <param name="folder">Folder of JSON files beside the tests, such as <c>notices</c>.</param>
    /// <param name="package">Package of what the service owns, such as <c>egov.countries.v1</c>.</param>
    /// <returns>Names written.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(RunningService service, string folder, string package)
    {
        ArgumentNullException.ThrowIfNull(service);
        var written = new List<string>();
        foreach (var (name, body) in Read(folder, package))
        {
            await PatchAsync(service, name, body);
            written.Add(name);
        }

        return written;
    }

    /// <summary>Writes one record from a file that is its body. Personal data enters only so, never through an import of files.</summary>
    /// <param name="service">The service that runs.</param>
    /// <param name="file">File beside the tests, such as <c>made-up/private/person.json</c>.</param>
    /// <returns>The name written.</returns>
    public static async Task<string> WriteOneAsync(RunningService service, string file)
    {
        ArgumentNullException.ThrowIfNull(service);
        var body = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, file));
        using var json = JsonDocument.Parse(body);
        var name = json.RootElement.GetProperty("name").GetString()!;
        await PatchAsync(service, name, body);
        return name;
    }

    private static async Task PatchAsync(RunningService service, string name, string body)
    {
        var client = service.Client(Role.Editor, Role.Approver, Role.TrainingOfficer);
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await client.PatchAsync(new Uri($"/v1/{name}?allowMissing=true&updateMask=*", UriKind.Relative), content);
        Assert.True(response.IsSuccessStatusCode, $"{name}: {await response.Content.ReadAsStringAsync()}");
    }

    private static IEnumerable<(string Name, string Body)> Read(string folder, string package)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, folder), "*.json").Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var record in json.RootElement.GetProperty("records").EnumerateArray())
            {
                if (record.GetProperty("type").GetString()!.StartsWith(package + ".", StringComparison.Ordinal))
                {
                    yield return (record.GetProperty("name").GetString()!, record.GetProperty("body").GetRawText());
                }
            }
        }
    }
}

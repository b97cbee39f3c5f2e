using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EGovPlatform.Common.V1;
using Xunit;

namespace EGovPlatform.Testing;

/// <summary>Writes the records of sample files that one service owns, the way `egov import` does.</summary>
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
        var client = service.Client(Role.Editor, Role.Approver, Role.TrainingOfficer);
        var written = new List<string>();
        foreach (var (name, body) in Read(folder, package))
        {
            using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var response = await client.PatchAsync(new Uri($"/v1/{name}?allowMissing=true&updateMask=*", UriKind.Relative), content);
            Assert.True(response.IsSuccessStatusCode, $"{name}: {await response.Content.ReadAsStringAsync()}");
            written.Add(name);
        }

        return written;
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

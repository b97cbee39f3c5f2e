using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;

namespace EGovPlatform.SystemTests;

/// <summary>JSON calls at the gateway by one caller.</summary>
internal sealed class GatewayClient(Platform platform, string subject, params Role[] roles) : IAsyncDisposable
{
    private readonly List<string> added = [];

    public Task<JsonObject> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<JsonObject> PostAsync(string path, string body)
    {
        var answer = await SendAsync(HttpMethod.Post, path, body);
        if (answer["name"] is { } name && !path.Contains(':', StringComparison.Ordinal))
        {
            added.Add((string)name!);
        }

        return answer;
    }

    public Task<JsonObject> PatchAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<JsonObject> DeleteAsync(string name) => SendAsync(HttpMethod.Delete, name, null);

    /// <summary>Adds a record and answers with its name.</summary>
    public async Task<string> AddAsync(string path, string body) => (string)(await PostAsync(path, body))["name"]!;

    /// <summary>Calls what must be refused and answers with the text of the refusal.</summary>
    public async Task<string> RefusedAsync(HttpMethod method, string path, string? body = null)
    {
        var (status, text) = await CallAsync(method, path, body);
        Assert.True(status != HttpStatusCode.OK, $"{method} {path} was taken");
        return text;
    }

    /// <summary>Takes away what was added, the last first: other tests count what is on record.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var name in Enumerable.Reverse(added))
        {
            await CallAsync(HttpMethod.Delete, name, null);
        }
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body)
    {
        var (status, text) = await CallAsync(method, path, body);
        Assert.True(status == HttpStatusCode.OK, $"{method} {path}: {(int)status} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task<(HttpStatusCode Status, string Text)> CallAsync(HttpMethod method, string path, string? body)
    {
        using var http = platform.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", platform.TokenFor(subject, roles));
        using var request = new HttpRequestMessage(method, "/v1/" + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;

namespace EGovPlatform.SystemTests;

/// <summary>Calls the JSON of the gateway as an editor who may approve.</summary>
internal sealed class GatewayJson(Platform platform)
{
    public Task<JsonObject> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<JsonObject> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<JsonObject> PatchAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<JsonObject> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Text of the error of a call that has to fail.</summary>
    public async Task<string> RefusedAsync(HttpMethod method, string path, string body)
    {
        var (status, text) = await CallAsync(method, path, body);
        Assert.True(status != HttpStatusCode.OK, $"{method} {path} was taken");
        return text;
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body)
    {
        var (status, text) = await CallAsync(method, path, body);
        Assert.True(status == HttpStatusCode.OK, $"{method} {path}: {(int)status} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task<(HttpStatusCode Status, string Text)> CallAsync(HttpMethod method, string path, string? body)
    {
        using var http = platform.Client(Role.Editor, Role.Approver);
        using var request = new HttpRequestMessage(method, "/v1/" + path) { Content = body is null ? null : Json(body) };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

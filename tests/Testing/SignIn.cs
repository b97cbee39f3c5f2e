using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace EGovPlatform.Testing;

/// <summary>Signs in at src/DevIdentity as a browser would: authorization code flow with PKCE, the forms filled in.</summary>
public static class SignIn
{
    private const string Callback = "http://127.0.0.1:9/callback";

    /// <summary>The access token of a user.</summary>
    public static async Task<string> TokenAsync(Uri issuer, string user)
    {
        // With cookies, which say whose turn it is.
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = issuer };
        var verifier = Base64Url(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var at = await FollowAsync(browser, new Uri(issuer, $"/auth?client_id=local&response_type=code&scope=openid&state=s&code_challenge_method=S256&code_challenge={challenge}&redirect_uri={Uri.EscapeDataString(Callback)}"));
        at = await FollowAsync(browser, await FollowAsync(browser, at, ("prompt", "login"), ("login", user), ("password", "any")));
        at = await FollowAsync(browser, await FollowAsync(browser, at, ("prompt", "consent")));
        Assert.StartsWith(Callback, at.ToString(), StringComparison.Ordinal);
        var code = at.Query.TrimStart('?').Split('&').Single(p => p.StartsWith("code=", StringComparison.Ordinal))["code=".Length..];
        using var form = Form(("grant_type", "authorization_code"), ("client_id", "local"), ("redirect_uri", Callback), ("code", code), ("code_verifier", verifier));
        using var answer = await browser.PostAsync(new Uri(issuer, "/token"), form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<Uri> FollowAsync(HttpClient browser, Uri address, params (string Name, string Value)[] fields)
    {
        using var form = fields.Length == 0 ? null : Form(fields);
        using var answer = form is null ? await browser.GetAsync(address) : await browser.PostAsync(address, form);
        return answer.Headers.Location is { } next ? new Uri(address, next) : throw new InvalidOperationException($"{address} leads nowhere: {await answer.Content.ReadAsStringAsync()}");
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

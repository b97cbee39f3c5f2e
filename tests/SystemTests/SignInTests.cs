using System.Net;
using System.Net.Http.Headers;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>People sign in at the development provider that the AppHost starts, and programs have keys.</summary>
public sealed class SignInTests(Platform platform)
{
    [Fact]
    public async Task Who_signed_in_may_do_what_the_provider_says()
    {
        var issuer = new Uri(platform.Setting("Access__Authority"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", "/v1/countries/PE", await SignIn.TokenAsync(issuer, "viewer")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("POST", "/v1/nationalPlans", await SignIn.TokenAsync(issuer, "viewer")));
        Assert.NotEqual(HttpStatusCode.Forbidden, await StatusAsync("POST", "/v1/nationalPlans", await SignIn.TokenAsync(issuer, "editor")));
    }

    [Fact]
    public async Task A_key_of_the_command_line_works_until_it_is_revoked()
    {
        var (code, made) = await platform.EgovAsync("keys", "create", "--role", "viewer", "--description", "A system test");
        Assert.True(code == 0, made);
        var secret = made.Split('\n').Single(l => l.StartsWith("egk_", StringComparison.Ordinal)).Trim();
        var name = made[made.IndexOf("apiKeys/", StringComparison.Ordinal)..].Split(',')[0];
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", "/v1/countries/PE", secret));

        var (_, listed) = await platform.EgovAsync("keys", "list");
        Assert.Contains(name, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, listed, StringComparison.Ordinal);
        (code, var revoked) = await platform.EgovAsync("keys", "revoke", name);
        Assert.True(code == 0, revoked);

        await Eventually.Async("the key to stop", async () => await StatusAsync("GET", "/v1/countries/PE", secret) == HttpStatusCode.Unauthorized);
        Assert.Empty(await new Everywhere(platform).HoldingAsync(secret[17..]));
    }

    private async Task<HttpStatusCode> StatusAsync(string method, string path, string token)
    {
        using var client = platform.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}

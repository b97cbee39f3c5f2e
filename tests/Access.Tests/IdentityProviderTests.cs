using System.Net.Http.Headers;
using EGovPlatform.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Access.Tests;

/// <summary>Providers of other makers, found by discovery: people sign in there and are known here.</summary>
public sealed class IdentityProviderTests
{
    [Fact]
    public async Task People_of_two_providers_with_different_algorithms_are_known()
    {
        await using var home = await NodeProvider.StartAsync("ES256");
        await using var abroad = await NodeProvider.StartAsync("RS256");
        await using var app = await ServeAsync($"--Access:Authority={home.Issuer.OriginalString}", $"--Access:Providers:abroad:Authority={abroad.Issuer.OriginalString}", "--Access:Providers:abroad:Roles:0=partner");

        Assert.Equal("editor editor", await WhoAsync(app, await SignIn.TokenAsync(home.Issuer, "editor")));
        Assert.Equal("abroad/partner partner countries/PE", await WhoAsync(app, await SignIn.TokenAsync(abroad.Issuer, "partner")));
        Assert.Equal("abroad/operator", await WhoAsync(app, await SignIn.TokenAsync(abroad.Issuer, "operator")));
    }

    [Fact]
    public async Task A_provider_nobody_named_is_believed_nothing()
    {
        await using var home = await NodeProvider.StartAsync("ES256");
        await using var stranger = await NodeProvider.StartAsync("ES256");
        await using var app = await ServeAsync($"--Access:Authority={home.Issuer.OriginalString}");

        Assert.Equal("anonymous", await WhoAsync(app, await SignIn.TokenAsync(stranger.Issuer, "editor")));
    }

    [Fact]
    public async Task A_provider_that_changed_its_key_is_asked_again_but_not_for_every_token_with_an_unknown_key()
    {
        await using var provider = await MetadataServer.StartAsync();
        await using var app = await ServeAsync($"--Access:Authority={provider.Issuer}");
        Assert.Equal("ana viewer", await WhoAsync(app, provider.Token("ana")));
        Assert.Equal(1, provider.KeysAsked);

        provider.ChangeKey();
        await Eventually.Async("the new key to be known", async () => await WhoAsync(app, provider.Token("ana")) == "ana viewer");
        Assert.Equal(2, provider.KeysAsked);

        for (var i = 0; i < 200; i++)
        {
            Assert.Equal("anonymous", await WhoAsync(app, MetadataServer.Forged(provider.Issuer)));
        }

        Assert.Equal(2, provider.KeysAsked);
    }

    private static async Task<WebApplication> ServeAsync(params string[] settings)
    {
        var builder = WebApplication.CreateBuilder(["--environment=Development", "--urls=http://127.0.0.1:0", .. settings]);
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddEGovAccess(builder.Configuration, builder.Environment);
        var app = builder.Build();
        app.UseEGovAccess();
        app.MapGet("/who", (HttpContext http) => Caller.From(http.User) is var caller ? string.Join(' ', [caller.Subject, .. caller.Roles.Select(RoleNames.Format), .. caller.Countries]) : "");
        await app.StartAsync();
        return app;
    }

    private static async Task<string> WhoAsync(WebApplication app, string token)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Urls.First() + "/who"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}

using System.Net;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Integration.Tests.Keys;

/// <summary>Credentials are in no log and open nothing in an address, and what a caller types is not logged.</summary>
public sealed class CredentialTests(KeyPlatform platform) : IClassFixture<KeyPlatform>
{
    private static readonly string Owner = KeyPlatform.Person("credential-owner", [Role.Viewer, Role.Editor]);

    private IEnumerable<LogLine> Lines => platform.Gateways.Append(platform.Second).Append(platform.Service("countries")).Append(platform.Service("integration")).SelectMany(s => s.Logs.Lines);

    [Fact]
    public async Task No_log_holds_a_token_or_a_key_that_was_used()
    {
        var secret = await KeyAsync();

        Assert.Equal(HttpStatusCode.OK, (await platform.CallAsync(secret, "GET", "/v1/countries/PE")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await platform.CallAsync(secret[..^8] + "AAAAAAAA", "GET", "/v1/countries/PE")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await platform.CallAsync(Owner[..^8] + "AAAAAAAA", "GET", "/v1/countries/PE")).Status);

        Assert.NotEmpty(Lines);
        Assert.DoesNotContain(Lines, l => l.Text.Contains(secret[17..^8], StringComparison.Ordinal) || l.Text.Contains(Owner.Split('.')[2][..^8], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("authorization")]
    [InlineData("api_key")]
    [InlineData("key")]
    public async Task An_address_that_holds_a_key_opens_nothing(string parameter)
    {
        var secret = await KeyAsync();
        using var client = new HttpClient { BaseAddress = platform.Gateways[0].Http };

        // The same is answered with the key in its header.
        Assert.Equal(HttpStatusCode.OK, (await platform.CallAsync(secret, "GET", "/v1/people")).Status);
        using var answer = await client.GetAsync($"/v1/people?{parameter}={secret}", TestContext.Current.CancellationToken);

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest });
        Assert.DoesNotContain(Lines, l => l.Text.Contains(secret[17..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_caller_types_is_in_no_log()
    {
        var word = $"forged{Guid.NewGuid():N}";
        foreach (var end in new[] { "%0D%0A", "%0A", "%0D" })
        {
            await platform.CallAsync(Owner, "GET", $"/v1/countries/x{end}{word}");
            await platform.CallAsync(Owner, "GET", $"/v1/countries?filter=x{end}{word}");
            await platform.CallAsync(Owner, "POST", $"/v1/nationalPlans?requestId=x{end}{word}", $$"""{"country":"x\r\n{{word}}","titles":[{"text":"\r\n{{word}}","languageCode":"en\n{{word}}"}]}""");
        }

        Assert.NotEmpty(Lines);
        Assert.DoesNotContain(Lines, l => l.Text.Contains(word, StringComparison.Ordinal));
    }

    private async Task<string> KeyAsync() =>
        (string)(await platform.MakeAsync(Owner, $$"""{"roles":["ROLE_VIEWER"],"expireTime":"{{KeyPlatform.In(TimeSpan.FromDays(1))}}"}"""))["secret"]!;
}

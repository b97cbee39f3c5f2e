using System.Globalization;
using System.Security.Claims;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Access.Tests;

public sealed class ValidatedTokensTests(Door door) : IClassFixture<Door>
{
    private readonly Clock clock = new();

    [Fact]
    public void A_token_is_known_for_a_minute()
    {
        var tokens = new ValidatedTokens(clock);
        var principal = new ClaimsPrincipal();
        tokens.Add("t", principal, clock.Now.AddHours(1));
        Assert.Same(principal, tokens.Find("t"));
        Assert.Null(tokens.Find("T"));
        clock.Now += TimeSpan.FromSeconds(61);
        Assert.Null(tokens.Find("t"));
    }

    [Fact]
    public void No_token_is_known_past_its_end()
    {
        var tokens = new ValidatedTokens(clock);
        tokens.Add("t", new ClaimsPrincipal(), clock.Now.AddSeconds(5));
        clock.Now += TimeSpan.FromSeconds(5);
        Assert.Null(tokens.Find("t"));
    }

    [Fact]
    public void Many_tokens_do_not_fill_the_memory()
    {
        var tokens = new ValidatedTokens(clock);
        for (var i = 0; i <= ValidatedTokens.Limit; i++)
        {
            tokens.Add(i.ToString(CultureInfo.InvariantCulture), new ClaimsPrincipal(), clock.Now.AddHours(1));
        }

        Assert.Null(tokens.Find("0"));
        Assert.NotNull(tokens.Find(ValidatedTokens.Limit.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_known_token_opens_again_and_only_for_its_owner()
    {
        var ana = door.Issuer.Issue("ana", [Role.Viewer], TimeSpan.FromHours(1));
        var ben = door.Issuer.Issue("ben", [Role.Viewer], TimeSpan.FromHours(1));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("ana", await door.WhoAsync(ana));
            Assert.Equal("ben", await door.WhoAsync(ben));
            Assert.Equal("anonymous", await door.WhoAsync(ana[..^4] + "AAAA"));
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

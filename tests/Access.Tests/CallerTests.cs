using System.Security.Claims;

namespace EGovPlatform.Access.Tests;

/// <summary>Who acts, and for whom, as a token says.</summary>
public sealed class CallerTests
{
    [Theory]
    [InlineData(null, null, "kim", "")]
    [InlineData("apiKeys/crm", null, "apiKeys/crm", "kim")]
    [InlineData(null, """{"sub":"crm"}""", "crm", "kim")]
    [InlineData(null, """{"sub":1}""", "kim", "")]
    [InlineData(null, "crm", "kim", "")]
    public void An_application_acts_for_the_subject(string? key, string? act, string actor, string onBehalfOf)
    {
        System.Security.Claims.Claim[] claims = [new("sub", "kim"), .. key is null ? [] : Single("api_key", key), .. act is null ? [] : Single("act", act)];

        var caller = Caller.From(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")));

        Assert.Equal((actor, onBehalfOf), (caller.Actor, caller.OnBehalfOf));
    }

    private static System.Security.Claims.Claim[] Single(string type, string value) => [new(type, value)];
}

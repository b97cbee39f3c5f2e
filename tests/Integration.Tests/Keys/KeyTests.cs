using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Integration.Tests.Keys;

/// <summary>API keys as programs use them, at the gateway.</summary>
public sealed class KeyTests(KeyPlatform platform, ITestOutputHelper output) : IClassFixture<KeyPlatform>
{
    private static readonly string Owner = KeyPlatform.Person("owner", [Role.Viewer, Role.Editor]);

    [Fact]
    public async Task A_key_acts_for_its_owner_with_its_own_rights_over_every_transport()
    {
        var key = await platform.MakeAsync(Owner, Key("viewer"));
        var secret = (string)key["secret"]!;

        Assert.Matches("^egk_[a-z0-9]{12}_[A-Za-z0-9_-]{43}$", secret);
        Assert.Equal(HttpStatusCode.OK, (await platform.CallAsync(secret, "GET", "/v1/countries/PE")).Status);
        var plan = """{"country":"countries/PE","titles":[{"text":"Plan","languageCode":"en"}]}""";
        Assert.Equal(HttpStatusCode.Forbidden, (await platform.CallAsync(secret, "POST", "/v1/nationalPlans", plan)).Status);
        var countries = new CountryService.CountryServiceClient(platform.Gateways[0].ChannelWith(secret));
        Assert.Equal("PER", (await countries.GetCountryAsync(new GetRequest { Name = "countries/PE" })).Iso3);

        // What it writes is written by the key for the owner.
        var editor = await platform.MakeAsync(Owner, Key("editor"));
        Assert.Equal(HttpStatusCode.OK, (await platform.CallAsync((string)editor["secret"]!, "POST", "/v1/nationalPlans", plan)).Status);
        Assert.Equal(1L, await platform.Database("countries").ScalarAsync<long>($"select count(*) from change where actor = '{editor["name"]}' and on_behalf_of = 'owner'"));
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_only_its_digest_is_kept()
    {
        var key = await platform.MakeAsync(Owner, Key("viewer"));
        var secret = (string)key["secret"]!;

        var (_, read) = await platform.CallAsync(Owner, "GET", $"/v1/{key["name"]}");
        Assert.Null(read["secret"]);
        Assert.Equal(secret.Split('_')[1], (string)read["prefix"]!);
        foreach (var table in new[] { "api_key", "api_key_secret" })
        {
            Assert.Equal(0L, await platform.Database("integration").ScalarAsync<long>($"select count(*) from {table} t where t::text like '%{secret[17..]}%' or t::text like '%{Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(secret[17..]))}%'"));
        }

        await platform.CallAsync(secret, "GET", "/v1/countries/PE");
        (_, read) = await platform.CallAsync(Owner, "GET", $"/v1/{key["name"]}");
        Assert.NotNull(read["lastUseTime"]);
    }

    [Theory]
    [InlineData("""{"roles":["ROLE_APPROVER"],"expireTime":"+1"}""", "api_key.roles[0] NOT_OWNERS")]
    [InlineData("""{"roles":["ROLE_SERVICE"],"expireTime":"+1"}""", "api_key.roles[0] NOT_OWNERS")]
    [InlineData("""{"expireTime":"+1"}""", "api_key.roles REQUIRED")]
    [InlineData("""{"roles":["ROLE_PARTNER"]}""", "api_key.expire_time RANGE")]
    [InlineData("""{"roles":["ROLE_PARTNER"],"expireTime":"+367"}""", "api_key.expire_time RANGE")]
    [InlineData("""{"roles":["ROLE_PARTNER"],"expireTime":"-1"}""", "api_key.expire_time RANGE")]
    [InlineData("""{"roles":["ROLE_PARTNER"],"expireTime":"+1","countries":["countries/KE"]}""", "api_key.countries[0] NOT_OWNERS")]
    [InlineData("""{"roles":["ROLE_PARTNER"],"expireTime":"+1","organizations":["countries/PE"]}""", "api_key.organizations[0] RESOURCE_NAME")]
    public async Task A_key_is_never_more_than_its_owner(string key, string fault)
    {
        var partner = KeyPlatform.Person("partner", [Role.Partner], "countries/PE", "countries/PY");
        var days = System.Text.RegularExpressions.Regex.Match(key, "\"([+-]\\d+)\"").Groups[1].Value;
        var body = days.Length == 0 ? key : key.Replace($"\"{days}\"", $"\"{KeyPlatform.In(TimeSpan.FromDays(int.Parse(days)))}\"", StringComparison.Ordinal);

        var (status, answer) = await platform.CallAsync(partner, "POST", "/v1/apiKeys", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var found = answer["details"]!.AsArray().First(d => d!["fieldViolations"] is not null)!["fieldViolations"]!.AsArray().Single()!;
        Assert.Equal(fault, $"{found["field"]} {((string)found["description"]!).Split(':')[0]}");
    }

    [Fact]
    public async Task An_owner_without_a_wish_passes_its_own_limits_on()
    {
        var partner = KeyPlatform.Person("partner", [Role.Partner], "countries/PE", "countries/PY");

        var all = await platform.MakeAsync(partner, Key("partner"));
        var one = await platform.MakeAsync(partner, Key("partner", ""","countries":["countries/PY"]"""));

        Assert.Equal(["countries/PE", "countries/PY"], all["countries"]!.AsArray().Select(c => (string)c!));
        Assert.Equal(["countries/PY"], one["countries"]!.AsArray().Select(c => (string)c!));
    }

    [Fact]
    public async Task A_revoked_key_stops_at_every_gateway()
    {
        var key = await platform.MakeAsync(Owner, Key("viewer"));
        var secret = (string)key["secret"]!;
        Assert.Equal(HttpStatusCode.OK, (await platform.CallAsync(secret, "GET", "/v1/countries/PE", gateway: 0)).Status);
        Assert.Equal(HttpStatusCode.OK, (await platform.CallAsync(secret, "GET", "/v1/countries/PE", gateway: 1)).Status);

        var (status, revoked) = await platform.CallAsync(Owner, "POST", $"/v1/{key["name"]}:revoke", "{}");
        var since = Stopwatch.StartNew();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(revoked["revokeTime"]);
        foreach (var gateway in new[] { 0, 1 })
        {
            await Eventually.Async("the key to stop", async () => (await platform.CallAsync(secret, "GET", "/v1/countries/PE", gateway: gateway)).Status == HttpStatusCode.Unauthorized);
            output.WriteLine($"gateway {gateway} refused after {since.ElapsedMilliseconds} ms");
        }

        var (_, refused) = await platform.CallAsync(secret, "GET", "/v1/countries/PE");
        Assert.Contains("UNAUTHENTICATED", refused.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(async () =>
            await new CountryService.CountryServiceClient(platform.Gateways[1].ChannelWith(secret)).GetCountryAsync(new GetRequest { Name = "countries/PE" }))).StatusCode);
    }

    [Fact]
    public async Task A_rotated_key_has_two_secrets_until_the_overlap_ends()
    {
        var key = await platform.MakeAsync(Owner, Key("viewer"));
        var first = (string)key["secret"]!;

        var (_, rotated) = await platform.CallAsync(Owner, "POST", $"/v1/{key["name"]}:rotate", """{"overlap":"3600s"}""");
        var second = (string)rotated["secret"]!;
        Assert.NotEqual(first, second);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await StatusesAsync(first, second));

        // Without an overlap the one before stops at once, and the one before that has already.
        (_, rotated) = await platform.CallAsync(Owner, "POST", $"/v1/{key["name"]}:rotate", """{"overlap":"0s"}""");
        await Eventually.Async("the old secrets to stop", async () => (await StatusesAsync(first, second)).All(s => s == HttpStatusCode.Unauthorized));
        Assert.Equal([HttpStatusCode.OK], await StatusesAsync((string)rotated["secret"]!));
    }

    [Fact]
    public async Task A_rotation_takes_away_what_the_owner_has_lost()
    {
        var key = await platform.MakeAsync(Owner, Key("editor"));
        var lesser = KeyPlatform.Person("owner", [Role.Viewer]);

        var (status, answer) = await platform.CallAsync(lesser, "POST", $"/v1/{key["name"]}:rotate", "{}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("NOT_OWNERS", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_cannot_make_or_rotate_keys()
    {
        var key = await platform.MakeAsync(Owner, Key("viewer"));
        var secret = (string)key["secret"]!;

        Assert.Equal(HttpStatusCode.Forbidden, (await platform.CallAsync(secret, "POST", "/v1/apiKeys", Key("viewer"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await platform.CallAsync(secret, "POST", $"/v1/{key["name"]}:rotate", "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await platform.CallAsync(secret, "POST", $"/v1/{key["name"]}:revoke", "{}")).Status);
    }

    [Fact]
    public async Task Keys_of_others_do_not_exist_but_for_operators_and_auditors()
    {
        var key = await platform.MakeAsync(Owner, Key("viewer"));
        var other = KeyPlatform.Person("other", [Role.Viewer, Role.Editor]);

        Assert.Equal(HttpStatusCode.NotFound, (await platform.CallAsync(other, "GET", $"/v1/{key["name"]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.CallAsync(other, "POST", $"/v1/{key["name"]}:revoke", "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.CallAsync(KeyPlatform.Person("o", [Role.Operator]), "POST", $"/v1/{key["name"]}:rotate", "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.CallAsync(KeyPlatform.Person("a", [Role.Auditor]), "POST", $"/v1/{key["name"]}:revoke", "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await platform.CallAsync(KeyPlatform.Person("a", [Role.Auditor]), "GET", $"/v1/{key["name"]}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await platform.CallAsync(KeyPlatform.Person("o", [Role.Operator]), "POST", $"/v1/{key["name"]}:revoke", "{}")).Status);
    }

    [Theory]
    [InlineData("egk_")]
    [InlineData("egk_abcdefghijkl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("egk_' or 1=1 --_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_key_is_refused(string secret)
    {
        var (status, answer) = await platform.CallAsync(secret, "GET", "/v1/countries/PE");

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Contains("UNAUTHENTICATED", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_a_service_exchanges_keys_and_a_right_prefix_opens_nothing()
    {
        var secret = (string)(await platform.MakeAsync(Owner, Key("viewer")))["secret"]!;
        var near = secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A');
        Assert.Equal(HttpStatusCode.Unauthorized, (await platform.CallAsync(near, "GET", "/v1/countries/PE")).Status);
        var exchange = new ApiKeyExchangeService.ApiKeyExchangeServiceClient(platform.Gateways[0].Channel(Role.Operator, Role.Editor));

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await exchange.ExchangeApiKeyAsync(new ExchangeApiKeyRequest { Secret = secret }));

        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    [Fact]
    public async Task A_gateway_that_hears_nothing_of_revocations_lets_no_key_in()
    {
        var secret = (string)(await platform.MakeAsync(Owner, Key("viewer")))["secret"]!;
        var integration = await platform.StartAsync("integration");
        await using var gateway = await platform.StartGatewayAsync(integration);
        var countries = new CountryService.CountryServiceClient(gateway.ChannelWith(secret));
        await countries.GetCountryAsync(new GetRequest { Name = "countries/PE" });

        await integration.DisposeAsync();

        await Eventually.Async("the gateway to refuse", async () =>
        {
            try
            {
                await countries.GetCountryAsync(new GetRequest { Name = "countries/PE" });
                return false;
            }
            catch (RpcException e)
            {
                Assert.Equal(StatusCode.Unavailable, e.StatusCode);
                return true;
            }
        });
    }

    private static string Key(string role, string more = "") =>
        $$"""{"description":"A test","roles":["ROLE_{{role.ToUpperInvariant()}}"],"expireTime":"{{KeyPlatform.In(TimeSpan.FromDays(1))}}"{{more}}}""";

    private async Task<List<HttpStatusCode>> StatusesAsync(params string[] secrets)
    {
        var statuses = new List<HttpStatusCode>();
        foreach (var secret in secrets)
        {
            statuses.Add((await platform.CallAsync(secret, "GET", "/v1/countries/PE", gateway: 1)).Status);
        }

        return statuses;
    }
}

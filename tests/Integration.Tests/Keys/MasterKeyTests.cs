using System.Security.Cryptography;
using EGovPlatform.IntegrationService;
using EGovPlatform.IntegrationService.Keys;
using EGovPlatform.IntegrationService.Notices;
using EGovPlatform.IntegrationService.Webhooks;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EGovPlatform.Integration.Tests.Keys;

/// <summary>The migrate step seals anew what Integration keeps, and afterwards the former master key is not needed.</summary>
public sealed class MasterKeyTests(MasterKeyTests.Alone platform) : IClassFixture<MasterKeyTests.Alone>
{
    private const string Webhook = "webhooks/sealed";
    private const string Subscription = "notificationSubscriptions/sealed";

    [Fact]
    public async Task Signers_webhook_secrets_addresses_and_tokens_are_opened_by_the_present_key_alone()
    {
        var former = platform.Service("integration").Services;
        var tokens = former.GetRequiredService<MailTokens>();
        var known = await KeysOfAsync(former);
        await InsertAsync("insert into webhook (name, owner, state, roles, countries, organizations, body) values ($1, 'o', 1, '{}', '{}', '{}', '')", Webhook);
        await InsertAsync("insert into webhook_secret (webhook, number, sealed) values ($1, 1, $2)", Webhook, former.GetRequiredService<WebhookSecrets>().Seal(Webhook, [7]));
        await InsertAsync("insert into notification_subscription (name, owner, state, roles, countries, organizations, workspace, body, address) values ($1, 'o', 1, '{}', '{}', '{}', '', '', $2)",
            Subscription, tokens.Seal("a@example.org", Subscription, SubscriptionStore.AddressField));
        await InsertAsync("insert into notification_mail (subscription, owner, kind, token, create_time) values ($1, 'o', 1, $2, now())", Subscription, tokens.Seal("t", Subscription, MailLoop.TokenField));

        var fresh = ("Personal:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        await using (var renews = await platform.StartAsync("integration", fresh, ("Personal:OtherMasterKeys:0", Convert.ToBase64String(new byte[32]))))
        {
            await renews.Services.MigrateAsync(typeof(IntegrationApp).Assembly, TestContext.Current.CancellationToken);
        }

        await using var alone = await platform.StartAsync("integration", fresh);
        Assert.Equal(known, await KeysOfAsync(alone.Services));
        Assert.Equal([7], (await alone.Services.GetRequiredService<WebhookSecrets>().SigningAsync(Webhook, TestContext.Current.CancellationToken)).Single());
        var later = alone.Services.GetRequiredService<MailTokens>();
        Assert.Equal("a@example.org", later.Open(await SecretAsync("select address from notification_subscription"), Subscription, SubscriptionStore.AddressField));
        Assert.Equal("t", later.Open(await SecretAsync("select token from notification_mail"), Subscription, MailLoop.TokenField));
        var token = await SecretAsync("select token from notification_mail");
        Assert.ThrowsAny<CryptographicException>(() => tokens.Open(token, Subscription, MailLoop.TokenField));
    }

    private static async Task<IEnumerable<string>> KeysOfAsync(IServiceProvider services) =>
        (await services.GetRequiredService<KeySigner>().GetConfigurationAsync(TestContext.Current.CancellationToken)).SigningKeys.Select(k => k.KeyId);

    private Task<byte[]> SecretAsync(string sql) => platform.Database("integration").ScalarAsync<byte[]>(sql);

    private async Task InsertAsync(string sql, params object[] values)
    {
        await using var connection = await platform.Database("integration").OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values.Select(v => new NpgsqlParameter { Value = v }).ToArray());
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Integration, and one owner that it may ask.</summary>
    public sealed class Alone : Owners
    {
        protected override IReadOnlyCollection<string> Started => ["countries", "integration"];
    }
}

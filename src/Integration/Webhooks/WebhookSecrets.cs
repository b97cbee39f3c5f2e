using EGovPlatform.Resources;
using Npgsql;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>What webhooks sign with, sealed in the database.</summary>
internal sealed class WebhookSecrets(NpgsqlDataSource database, MasterKey key, TimeProvider time)
{
    private const string Field = "webhook secret";

    public static readonly SealedColumn Column = new("webhook_secret", "sealed", "webhook", Field);

    public byte[] Seal(string webhook, byte[] secret) => key.Seal(secret, webhook, Field);

    /// <summary>The secrets that sign now, the newest first.</summary>
    public async Task<List<byte[]>> SigningAsync(string webhook, CancellationToken cancellation)
    {
        await using var command = database.Command("select sealed from webhook_secret where webhook = $1 and (end_time is null or end_time > $2) order by number desc", webhook, time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var secrets = new List<byte[]>();
        while (await reader.ReadAsync(cancellation))
        {
            secrets.Add(key.Open(reader.GetFieldValue<byte[]>(0), webhook, Field));
        }

        return secrets;
    }

    /// <summary>Puts a new secret beside the ones there are, which end after the overlap; those that have ended go.</summary>
    public async Task RotateAsync(NpgsqlConnection connection, string webhook, byte[] secret, TimeSpan overlap)
    {
        var now = time.GetUtcNow();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("delete from webhook_secret where webhook = $1 and end_time <= $2") { Parameters = { new() { Value = webhook }, new() { Value = now } } });
        batch.BatchCommands.Add(new("update webhook_secret set end_time = least(end_time, $2) where webhook = $1") { Parameters = { new() { Value = webhook }, new() { Value = now + overlap } } });
        batch.BatchCommands.Add(new("insert into webhook_secret (webhook, number, sealed) select $1, coalesce(max(number), 0) + 1, $2 from webhook_secret where webhook = $1")
        {
            Parameters = { new() { Value = webhook }, new() { Value = Seal(webhook, secret) } },
        });
        await batch.ExecuteNonQueryAsync();
    }
}

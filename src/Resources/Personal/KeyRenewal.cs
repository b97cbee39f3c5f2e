using Microsoft.Extensions.Logging;
using Npgsql;

namespace EGovPlatform.Resources;

/// <summary>Seals by the present master key what another one sealed: keys of people, and all <see cref="SealedColumn"/>s. May be run again at any time.</summary>
internal sealed class KeyRenewal(NpgsqlDataSource database, MasterKey master, IEnumerable<SealedColumn> columns, IEnumerable<IResourceIndex> indexes, ILogger<KeyRenewal> log)
{
    /// <summary>Renews everything, unless no other key is configured.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Something was sealed by a key that is not configured.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!master.HasOthers)
        {
            return;
        }

        var (people, secrets) = (0, 0);
        foreach (var index in indexes)
        {
            people += await index.RenewKeysAsync(cancellation);
        }

        foreach (var column in columns)
        {
            secrets += await RenewAsync(column, cancellation);
        }

        log.LogInformation("Renewed by the present master key: keys of {People} people, {Secrets} other secrets.", people, secrets);
    }

    private async Task<int> RenewAsync(SealedColumn column, CancellationToken cancellation)
    {
        var stale = new List<(byte[] Old, byte[] Fresh)>();
        await using (var command = database.CreateCommand($"select {column.Name}, {column.Column} from {column.Table} where {column.Column} is not null"))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                var secret = reader.GetFieldValue<byte[]>(1);
                if (master.Renewed(secret, reader.GetString(0), column.Field) is { } fresh)
                {
                    stale.Add((secret, fresh));
                }
            }
        }

        var renewed = 0;
        foreach (var (old, fresh) in stale)
        {
            // By the old bytes: who changed the row meanwhile has sealed it with the present key.
            await using var update = database.CreateCommand($"update {column.Table} set {column.Column} = $2 where {column.Column} = $1");
            update.Parameters.Add(new() { Value = old });
            update.Parameters.Add(new() { Value = fresh });
            renewed += await update.ExecuteNonQueryAsync(cancellation);
        }

        return renewed;
    }
}

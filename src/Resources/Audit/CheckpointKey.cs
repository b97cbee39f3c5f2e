using System.Security.Cryptography;
using Npgsql;

namespace EGovPlatform.Resources.Audit;

/// <summary>The key pair of this installation that signs checkpoints: made once, kept in the database, sealed by the master key.</summary>
public sealed class CheckpointKey(NpgsqlDataSource database, MasterKey master, ServiceIdentity service, TimeProvider time)
{
    private const string Field = "checkpoint key";

    internal static SealedColumn Column(ServiceIdentity service) => new("checkpoint_key", "sealed", $"'services/{service.Name}/checkpointKeys/' || number", Field);

    /// <summary>The key pair; the caller disposes it.</summary>
    /// <exception cref="CryptographicException">The stored key was not sealed by this installation's master key.</exception>
    public async Task<ECDsa> LoadAsync(CancellationToken cancellation)
    {
        if (await ReadAsync(cancellation) is not { } sealedKey)
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            await using var insert = database.CreateCommand("insert into checkpoint_key (number, sealed, create_time) values (1, $1, $2) on conflict do nothing");
            insert.Parameters.Add(new() { Value = master.Seal(made.ExportPkcs8PrivateKey(), Name, Field) });
            insert.Parameters.Add(new() { Value = time.GetUtcNow() });
            await insert.ExecuteNonQueryAsync(cancellation);
            // The first process wins.
            sealedKey = (await ReadAsync(cancellation))!;
        }

        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(master.Open(sealedKey, Name, Field), out _);
        return key;
    }

    private string Name => $"services/{service.Name}/checkpointKeys/1";

    private async Task<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select sealed from checkpoint_key where number = 1");
        return await command.ExecuteScalarAsync(cancellation) as byte[];
    }
}

using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Resources.Changes;
using Npgsql;

namespace EGovPlatform.Resources.Audit;

/// <summary>The chain hash of the log at a position, signed together with the checkpoint before it.</summary>
internal sealed record Checkpoint(long Number, long Position, byte[] Chain, DateTime MadeTime, byte[] Signature)
{
    /// <summary>What stands before the first one.</summary>
    public static readonly Checkpoint Start = new(0, 0, [], DateTime.UnixEpoch, []);

    /// <summary>Signs what the log is now.</summary>
    public static Checkpoint Sign(ECDsa key, string service, Checkpoint before, long position, byte[] chain, DateTime time)
    {
        var unsigned = new Checkpoint(before.Number + 1, position, chain, time.AddTicks(-(time.Ticks % 10)), []);
        return unsigned with { Signature = key.SignHash(unsigned.Digest(service, before)) };
    }

    public bool IsGenuine(ECDsa key, string service, Checkpoint before) => key.VerifyHash(Digest(service, before), Signature);

    /// <summary>All, oldest first.</summary>
    public static async Task<List<Checkpoint>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation, string condition = "")
    {
        await using var command = new NpgsqlCommand($"select number, position, chain, made_time, signature from checkpoint {condition} order by number", connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Checkpoint>();
        while (await row.ReadAsync(cancellation))
        {
            found.Add(new(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetDateTime(3), row.GetFieldValue<byte[]>(4)));
        }

        return found;
    }

    /// <summary>Keeps it; false when another process was first.</summary>
    public async Task<bool> SaveAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("insert into checkpoint (number, position, chain, made_time, signature) values ($1, $2, $3, $4, $5) on conflict do nothing", connection)
        {
            Parameters = { new() { Value = Number }, new() { Value = Position }, new() { Value = Chain }, new() { Value = MadeTime }, new() { Value = Signature } },
        };
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private byte[] Digest(string service, Checkpoint before)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ChangeHash.Add(hash, Encoding.UTF8.GetBytes($"egov checkpoint 1 {service}"));
        ChangeHash.Add(hash, Number);
        ChangeHash.Add(hash, Position);
        ChangeHash.Add(hash, Chain);
        ChangeHash.Add(hash, ChangeHash.Microseconds(MadeTime));
        ChangeHash.Add(hash, before.Signature);
        return hash.GetHashAndReset();
    }
}

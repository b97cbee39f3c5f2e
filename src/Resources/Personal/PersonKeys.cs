using System.Security.Cryptography;
using Google.Protobuf;
using Npgsql;

namespace EGovPlatform.Resources;

/// <summary>Seals and opens personal fields with one data key per person. Without the key the bytes are noise for ever.</summary>
public sealed class PersonKeys(MasterKey master)
{
    private const int Version = 1;

    /// <summary>
    /// Seals the personal field for storing. Equal content keeps the bytes it had, so that an update that changes
    /// nothing stores nothing.
    /// </summary>
    internal async Task SealAsync(NpgsqlConnection connection, PersonalField field, string name, IMessage message, IMessage? current, CancellationToken cancellation)
    {
        var plain = field.Plain(message);
        if (plain is null && field.Sealed(message).Length > 0)
        {
            // Not opened for this write, such as a delete or a move of state: what is sealed stays sealed.
            return;
        }

        if (plain is null || plain.CalculateSize() == 0)
        {
            field.Seal(message, ByteString.Empty);
            await BlindIndex.ReplaceAsync(connection, name, [], cancellation);
            return;
        }

        var key = await KeyAsync(connection, name, create: true, cancellation);
        var bytes = plain.ToByteArray();
        if (current is not null && field.Sealed(current) is { Length: > 0 } before && Open(key!, field, name, before).AsSpan().SequenceEqual(bytes))
        {
            field.Seal(message, before);
            return;
        }

        await BlindIndex.ReplaceAsync(connection, name, DigestsOf(plain), cancellation);
        field.Seal(message, ByteString.CopyFrom(MasterKey.Encrypt(key!, bytes, MasterKey.Bound(name, field.Name, Version))));
    }

    /// <summary>Opens the personal field for a caller who may see it; an erased person's stays empty.</summary>
    internal async Task OpenAsync(NpgsqlConnection connection, PersonalField field, string name, IMessage message, CancellationToken cancellation)
    {
        var secret = field.Sealed(message);
        if (secret.Length == 0 || await KeyAsync(connection, name, create: false, cancellation) is not { } key)
        {
            field.Hide(message);
            return;
        }

        field.Open(message, Open(key, field, name, secret));
    }

    /// <summary>Opens the field for a caller and writes down who read whose data.</summary>
    internal async Task OpenForAsync(NpgsqlConnection connection, PersonalField field, string name, IMessage message, string subject, string method, CancellationToken cancellation)
    {
        await OpenAsync(connection, field, name, message, cancellation);
        await using var audit = new NpgsqlCommand("insert into read_audit (actor, method, name) values ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = subject }, new() { Value = method }, new() { Value = name } },
        };
        await audit.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What a text is found by: equal for equal texts in this service, and of no use without the master key. Several while that is renewed.</summary>
    internal byte[][] Digests(string text) => master.BlindDigests(BlindIndex.Key(text));

    /// <summary>What the ledger of erasures knows a key by, whichever master key wraps it. One that nothing opens any more is known as it is.</summary>
    internal byte[] Mark(string name, byte[] wrapped)
    {
        try
        {
            return master.Unwrap(wrapped, name, Version);
        }
        catch (AuthenticationTagMismatchException)
        {
            return wrapped;
        }
    }

    /// <summary>Wraps a person's key by the present master key and finds the person by it. False where it is so already.</summary>
    internal async Task<bool> RenewAsync(NpgsqlConnection connection, PersonalField field, string name, IMessage message, CancellationToken cancellation)
    {
        if (await WrappedAsync(connection, name, cancellation) is not { } wrapped || master.Renewed(wrapped, name, MasterKey.KeyField, Version) is not { } fresh)
        {
            return false;
        }

        await using var update = new NpgsqlCommand("update person_key set wrapped = $2 where name = $1", connection) { Parameters = { new() { Value = name }, new() { Value = fresh } } };
        await update.ExecuteNonQueryAsync(cancellation);
        await OpenAsync(connection, field, name, message, cancellation);
        await BlindIndex.ReplaceAsync(connection, name, DigestsOf(field.Plain(message)), cancellation);
        return true;
    }

    /// <summary>Destroys the key: every copy of the sealed bytes, in any table, message or backup, is unreadable from now on.</summary>
    public static async Task EraseAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("delete from person_key where name = $1", connection) { Parameters = { new() { Value = name } } };
        await command.ExecuteNonQueryAsync(cancellation);
        await BlindIndex.ReplaceAsync(connection, name, [], cancellation);
    }

    /// <summary>The key as it is stored; null when there is none.</summary>
    internal static async Task<byte[]?> WrappedAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select wrapped from person_key where name = $1", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellation) as byte[];
    }

    private byte[][] DigestsOf(IMessage? plain) => plain is null ? [] : [.. BlindIndex.TextsOf(plain).Select(text => Digests(text)[0])];

    private static byte[] Open(byte[] key, PersonalField field, string name, ByteString secret) =>
        MasterKey.Decrypt(key, secret.Span, MasterKey.Bound(name, field.Name, Version));

    private async Task<byte[]?> KeyAsync(NpgsqlConnection connection, string name, bool create, CancellationToken cancellation)
    {
        if (create)
        {
            var fresh = master.Wrap(RandomNumberGenerator.GetBytes(32), name, Version);
            await using var insert = new NpgsqlCommand("insert into person_key (name, key_version, wrapped) values ($1, $2, $3) on conflict (name) do nothing", connection)
            {
                Parameters = { new() { Value = name }, new() { Value = Version }, new() { Value = fresh } },
            };
            await insert.ExecuteNonQueryAsync(cancellation);
        }

        return await WrappedAsync(connection, name, cancellation) is { } wrapped ? master.Unwrap(wrapped, name, Version) : null;
    }
}

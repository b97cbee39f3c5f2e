using System.Security.Cryptography;
using EGovPlatform.Access;
using EGovPlatform.Resources;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace EGovPlatform.IntegrationService.Keys;

/// <summary>
/// What signs the tokens of API keys. A new key pair comes every month and is shown a while before it signs, so that services know it
/// by then; processes share them in the database.
/// </summary>
internal sealed class KeySigner(NpgsqlDataSource database, MasterKey master, TimeProvider time) : IConfigurationManager<OpenIdConnectConfiguration>
{
    private const string Field = "token signer";
    public static readonly SealedColumn Column = new("key_signer", "sealed", "'keySigners/' || number", Field);
    private static readonly TimeSpan Age = TimeSpan.FromDays(30);
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim turn = new(1);
    private volatile Loaded? loaded;

    /// <summary>Signs for the key issuer.</summary>
    public async Task<TokenIssuer> IssuerAsync(CancellationToken cancellation) =>
        new((await LoadAsync(cancellation)).Signs, time, KeyIssuer.Issuer);

    /// <summary>The public keys, the newest first (RFC 7517).</summary>
    public async Task<object> PublicAsync(CancellationToken cancellation) =>
        new { keys = (await LoadAsync(cancellation)).Keys.Select(Public).ToList() };

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var found = new OpenIdConnectConfiguration { Issuer = KeyIssuer.Issuer };
        foreach (var key in (await LoadAsync(cancel)).Keys)
        {
            found.SigningKeys.Add(key);
        }

        return found;
    }

    public void RequestRefresh() => loaded = null;

    private async Task<Loaded> LoadAsync(CancellationToken cancellation)
    {
        if (loaded is { } known && time.GetUtcNow() < known.Until)
        {
            return known;
        }

        await turn.WaitAsync(cancellation);
        try
        {
            var now = time.GetUtcNow();
            var rows = await ReadAsync(cancellation);
            if (rows.Count == 0 || now - rows[0].Since > Age)
            {
                await AddAsync(rows.Count == 0 ? 1 : rows[0].Number + 1, now, cancellation);
                rows = await ReadAsync(cancellation);
            }

            var signs = rows.Find(r => now - r.Since > Shown) is { Key: { } shown } ? shown : rows[^1].Key;
            return loaded = new Loaded([.. rows.Select(r => r.Key)], signs, now + Fresh);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<List<(int Number, ECDsaSecurityKey Key, DateTimeOffset Since)>> ReadAsync(CancellationToken cancellation)
    {
        await using var command = database.Command("select number, sealed, create_time from key_signer order by number desc limit 2");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<(int, ECDsaSecurityKey, DateTimeOffset)>();
        while (await reader.ReadAsync(cancellation))
        {
            var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(master.Open(reader.GetFieldValue<byte[]>(1), Name(reader.GetInt32(0)), Field), out _);
            rows.Add((reader.GetInt32(0), DevelopmentKey.WithId(key), reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return rows;
    }

    // The first process wins; the others read what it made.
    private async Task AddAsync(int number, DateTimeOffset now, CancellationToken cancellation)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var command = database.Command(
            "insert into key_signer (number, sealed, create_time) values ($1, $2, $3) on conflict do nothing", number, master.Seal(key.ExportPkcs8PrivateKey(), Name(number), Field), now);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Name(int number) => FormattableString.Invariant($"keySigners/{number}");

    private static object Public(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", crv = "P-256", use = "sig", alg = SecurityAlgorithms.EcdsaSha256, kid = key.KeyId, x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) };
    }

    private sealed record Loaded(IReadOnlyList<ECDsaSecurityKey> Keys, ECDsaSecurityKey Signs, DateTimeOffset Until);
}

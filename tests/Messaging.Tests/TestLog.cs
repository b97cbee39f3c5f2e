using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Resources.Changes;
using EGovPlatform.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EGovPlatform.Messaging.Tests;

/// <summary>A service's database with an empty change log, and what writes to it.</summary>
public sealed class TestLog : IAsyncDisposable
{
    public const string Type = "egov.countries.v1.Agreement";

    private static readonly DatabaseTemplate Template = new("log", async connectionString =>
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await new Migrator(database, NullLogger<Migrator>.Instance).RunAsync(typeof(Migrator).Assembly, CancellationToken.None);
    });

    private readonly TestDatabase _database;

    private TestLog(TestDatabase database)
    {
        _database = database;
        Source = NpgsqlDataSource.Create(database.ConnectionString);
    }

    public NpgsqlDataSource Source { get; }

    public string ConnectionString => _database.ConnectionString;

    public static async Task<TestLog> CreateAsync() => new(await TestDatabase.CreateAsync(Template));

    /// <summary>Writes one change in a transaction of its own, as a store would.</summary>
    public async Task WriteAsync(string name, long version = 1, string kind = "created", byte[]? body = null, string traceparent = "")
    {
        await using var connection = await Source.OpenConnectionAsync();
        await InsertAsync(connection, name, version, kind, body, traceparent);
    }

    public static async Task InsertAsync(
        NpgsqlConnection connection, string name, long version, string kind = "created", byte[]? body = null, string traceparent = "")
    {
        await using var command = new NpgsqlCommand("""
            insert into change (resource_type, name, version, kind, actor, traceparent, body, hash)
            values ($1, $2, $3, $4, 'user:test', $5, $6, sha256($6))
            """, connection)
        {
            Parameters =
            {
                new() { Value = Type }, new() { Value = name }, new() { Value = version }, new() { Value = kind },
                new() { Value = traceparent }, new() { Value = body ?? [1, 2, 3] },
            },
        };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What the owner's ListChanges answers.</summary>
    public async Task<ListChangesResponse> ListAsync(string service, long after, int limit, CancellationToken cancellation)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellation);
        return await ChangeRows.ListAsync(connection, service, new() { AfterPosition = after, PageSize = limit }, cancellation);
    }

    public Task<long> CountAsync(string table) => ScalarAsync<long>($"select count(*) from {table}");

    public Task<T> ScalarAsync<T>(string sql) => _database.ScalarAsync<T>(sql);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }
}

using Npgsql;

namespace Aspire.Hosting.Native;

/// <summary>What is done to a PostgreSQL server with its superuser's connection, whoever runs it.</summary>
public static class PostgresDatabase
{
    /// <summary>True when the server accepts a connection.</summary>
    public static async Task<bool> AnswersAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Unpooled(connectionString));
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>Makes sure that a login and a database it owns exist, and that no other login may connect to it.</summary>
    public static async Task EnsureAsync(string superuser, string database, string owner, string password, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Unpooled(superuser));
        await connection.OpenAsync(cancellationToken);

        // A failing statement is written to the server's log, and this one holds a password.
        await RunAsync(connection, "SET log_min_error_statement = panic", cancellationToken);
        var verb = await ExistsAsync(connection, "SELECT 1 FROM pg_roles WHERE rolname = $1", owner, cancellationToken) ? "ALTER" : "CREATE";
        await RunAsync(connection, $"{verb} ROLE {Quoted(owner)} LOGIN PASSWORD '{password.Replace("'", "''", StringComparison.Ordinal)}'", cancellationToken);
        if (!await ExistsAsync(connection, "SELECT 1 FROM pg_database WHERE datname = $1", database, cancellationToken))
        {
            await RunAsync(connection, $"CREATE DATABASE {Quoted(database)} OWNER {Quoted(owner)}", cancellationToken);
        }

        await RunAsync(connection, $"REVOKE CONNECT, TEMPORARY ON DATABASE {Quoted(database)} FROM PUBLIC", cancellationToken);
    }

    // A pooled connection would outlive a server that is stopped and started again.
    private static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 }.ConnectionString;

    private static string Quoted(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string sql, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }
}

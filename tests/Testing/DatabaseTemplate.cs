using System.Globalization;
using Npgsql;

namespace EGovPlatform.Testing;

/// <summary>A database prepared once per test project, such as by a service's migrations, and copied for each test class.</summary>
/// <param name="name">Lower case letters; tells templates of one project apart.</param>
/// <param name="prepare">Fills the database at the given connection string.</param>
public sealed class DatabaseTemplate(string name, Func<string, Task> prepare)
{
    private readonly Lazy<Task<string>> prepared = new(() => PrepareAsync(name, prepare));

    internal Task<string> NameAsync() => prepared.Value;

    private static async Task<string> PrepareAsync(string name, Func<string, Task> prepare)
    {
        var database = string.Create(CultureInfo.InvariantCulture, $"t{Environment.ProcessId}_{name}");
        await TestDatabase.ExecuteAsync($"CREATE DATABASE {database} TEMPLATE template0");
        var connectionString = await TestDatabase.ConnectionStringAsync(database);
        await prepare(connectionString);

        // A template with an open connection cannot be copied, and data sources of the migration keep pools of their own.
        NpgsqlConnection.ClearAllPools();
        await TestDatabase.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
        return database;
    }
}

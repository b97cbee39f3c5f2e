using System.Reflection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EGovPlatform.Resources;

/// <summary>
/// Runs dated SQL once each, in order of name, under a lock: first the scripts every service shares, then the
/// service's own. A script is an embedded resource below `Migrations`.
/// </summary>
public sealed partial class Migrator(NpgsqlDataSource database, ILogger<Migrator> log)
{
    private const long LockKey = 0x65676f76;
    private const int MaxTries = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs what is missing. A database that is still starting or drops the connection is tried again; scripts are whole or not at all.</summary>
    public async Task RunAsync(Assembly service, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryAsync(service, cancellation);
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient && attempt < MaxTries)
            {
                Waiting(log, e.Message);
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private async Task TryAsync(Assembly service, CancellationToken cancellation)
    {
        await using var turn = await SessionLock.TakeAsync(database, LockKey, cancellation);
        var connection = turn.Session;
        await ExecuteAsync(connection, "create table if not exists applied_script (name text primary key, applied_time timestamptz not null default clock_timestamp())", cancellation);
        foreach (var assembly in new[] { typeof(Migrator).Assembly, service }.Distinct())
        {
            foreach (var script in assembly.GetManifestResourceNames().Where(n => n.Contains(".Migrations.", StringComparison.Ordinal) && n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                await ApplyAsync(connection, assembly, script, cancellation);
            }
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Assembly assembly, string script, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var claim = new NpgsqlCommand("insert into applied_script (name) values ($1) on conflict do nothing", connection) { Parameters = { new() { Value = script } } })
        {
            if (await claim.ExecuteNonQueryAsync(cancellation) == 0)
            {
                return;
            }
        }

        using var reader = new StreamReader(assembly.GetManifestResourceStream(script)!);
        await ExecuteAsync(connection, await reader.ReadToEndAsync(cancellation), cancellation);
        await transaction.CommitAsync(cancellation);
        Applied(log, script);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        // A table of millions of rows takes its time.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    [LoggerMessage(1, LogLevel.Information, "Applied {Script}")]
    private static partial void Applied(ILogger logger, string script);

    [LoggerMessage(2, LogLevel.Warning, "The database does not answer yet: {Reason}")]
    private static partial void Waiting(ILogger logger, string reason);
}

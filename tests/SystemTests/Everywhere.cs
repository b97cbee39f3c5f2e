using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using EGovPlatform.Testing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;

namespace EGovPlatform.SystemTests;

/// <summary>
/// Looks for a text wherever this platform keeps or writes bytes: files of PostgreSQL (after a checkpoint, with the
/// write-ahead log) and of the broker, every row of every database, Redis, console logs, what the AppHost says.
/// </summary>
internal sealed class Everywhere(Platform platform)
{
    private static readonly Marshaller<byte[]> Raw = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);


    /// <summary>Every place that holds a text.</summary>
    public async Task<IReadOnlyList<string>> HoldingAsync(string text) =>
        [.. await FilesAsync(text), .. await RowsAsync(text), .. await RedisAsync(text), .. await LogsAsync(text)];

    /// <summary>Files below the data folder.</summary>
    public async Task<IEnumerable<string>> FilesAsync(string text)
    {
        await ExecuteAsync("postgres", "checkpoint");
        return platform.FilesWith(text).Select(f => "file " + f);
    }

    /// <summary>Tables with a row that holds it, as text or as bytes: a long value is compressed in the file.</summary>
    public async Task<IEnumerable<string>> RowsAsync(string text)
    {
        var found = new List<string>();
        var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
        foreach (var database in await ExecuteAsync("postgres", "select datname::text from pg_database where not datistemplate"))
        {
            foreach (var table in await ExecuteAsync(database, "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"))
            {
                if ((await ExecuteAsync(database, $"select 'x' from {table} t where t::text ilike '%{text}%' or t::text like '%{hex}%' limit 1")).Count > 0)
                {
                    found.Add($"rows {database} {table}");
                }
            }
        }

        return found;
    }

    /// <summary>Redis, keys and values, by a dump that is not compressed.</summary>
    public async Task<IEnumerable<string>> RedisAsync(string text)
    {
        var dump = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await RedisCommandAsync("config", "set", "rdbcompression", "no");
            await RedisCommandAsync("--rdb", dump);
            return (await File.ReadAllBytesAsync(dump)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 ? ["redis"] : [];
        }
        finally
        {
            File.Delete(dump);
        }
    }

    /// <summary>Consoles of all resources, and the AppHost's own.</summary>
    public async Task<IEnumerable<string>> LogsAsync(string text)
    {
        var found = new List<string>();
        await foreach (var update in CallAsync("WatchResources", []))
        {
            foreach (var resource in Names(update))
            {
                // The name, and that no line to come is waited for.
                await foreach (var lines in CallAsync("WatchResourceConsoleLogs", [.. new StringValue { Value = resource }.ToByteArray(), 0x10, 0x01]))
                {
                    found.AddRange(Encoding.UTF8.GetString(lines).Contains(text, StringComparison.Ordinal) ? ["console " + resource] : []);
                }
            }

            break;
        }

        return platform.HostLines.Any(l => l.Contains(text, StringComparison.Ordinal)) ? [.. found, "console of the AppHost"] : found;
    }

    public async Task RedisCommandAsync(params string[] arguments)
    {
        using var cli = Process.Start(new ProcessStartInfo("redis-cli", ["-p", platform.Setting("ConnectionStrings__cache").Split(':')[1].Split(',')[0], .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await cli.StandardOutput.ReadToEndAsync();
        await cli.WaitForExitAsync();
        Assert.True(cli.ExitCode == 0, output);
    }

    /// <summary>What a downloaded file says, with the parts of a workbook unpacked.</summary>
    public static string Opened(byte[] file)
    {
        if (!file.AsSpan().StartsWith("PK"u8))
        {
            return Encoding.UTF8.GetString(file);
        }

        using var archive = new ZipArchive(new MemoryStream(file));
        return string.Concat(archive.Entries.Select(e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        }));
    }

    // The AppHost tells the dashboard; its messages are read as bytes.
    private async IAsyncEnumerable<byte[]> CallAsync(string method, byte[] request)
    {
        using var channel = GrpcChannel.ForAddress(platform.ResourceService);
        var key = await File.ReadAllTextAsync(Path.Combine(platform.Data, "secrets/dashboard-resources"));
        var options = new CallOptions(new Metadata { { "x-resource-service-api-key", key.Trim() } });
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(new Method<byte[], byte[]>(MethodType.ServerStreaming, "aspire.v1.DashboardService", method, Raw, Raw), null, options, request);
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            yield return call.ResponseStream.Current;
        }
    }

    // Field 1 of each resource in field 1 of the first update.
    private static IEnumerable<string> Names(byte[] update)
    {
        var message = new CodedInputStream(update);
        message.ReadTag();
        for (var resources = message.ReadBytes().CreateCodedInput(); resources.ReadTag() != 0;)
        {
            var resource = resources.ReadBytes().CreateCodedInput();
            resource.ReadTag();
            yield return resource.ReadString();
        }
    }

    private async Task<List<string>> ExecuteAsync(string database, string sql)
    {
        var server = new NpgsqlConnectionStringBuilder(platform.Setting("ConnectionStrings__trainingdb"))
        {
            Username = "postgres",
            Password = (await File.ReadAllTextAsync(Path.Combine(platform.Data, "postgres/password"))).Trim(),
            Database = database,
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}

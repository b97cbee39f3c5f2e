using System.Security.Cryptography;
using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Files that exports made as operations leave, kept in the database for whichever replica is asked, until they expire.</summary>
public sealed class ExportFiles(NpgsqlDataSource database, IConfiguration configuration, TimeProvider time)
{
    private const string Prefix = "reports/exports/";
    private readonly TimeSpan keep = configuration.GetValue("Exports:Keep", TimeSpan.FromHours(24));

    /// <summary>Keeps what is made, part by part. What is not made whole is not kept.</summary>
    /// <param name="asker">Who may fetch it.</param>
    /// <param name="fileName">What to save it as.</param>
    /// <param name="make">Makes the file: calls with each part.</param>
    /// <param name="report">Told the bytes so far.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal async Task<ExportFile> KeepAsync(Caller asker, string fileName, Func<Func<HttpBody, Task>, Task> make, OperationRunner.Report report, CancellationToken cancellation)
    {
        var id = Guid.CreateVersion7();
        await RunAsync("insert into export_file (id, asker, workspace, file_name, expire_time) values ($1, $2, $3, $4, $5)", cancellation, id, Who(asker), asker.Workspace, fileName, Expiry());
        try
        {
            var file = new ExportFile { Name = Prefix + id, FileName = fileName };
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var part = 0;
            await make(async body =>
            {
                file.ContentType = body.ContentType;
                file.SizeBytes += body.Data.Length;
                hash.AppendData(body.Data.Span);
                await RunAsync("insert into export_part (id, part, data) values ($1, $2, $3)", cancellation, id, part++, body.Data.ToByteArray());
                await report(file.SizeBytes, 0);
            });
            var expiry = Expiry();
            await RunAsync("update export_file set done = true, content_type = $2, expire_time = $3 where id = $1", cancellation, id, file.ContentType, expiry);
            file.Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            file.ExpireTime = Timestamp.FromDateTime(expiry);
            return file;
        }
        catch
        {
            await RunAsync("delete from export_file where id = $1", CancellationToken.None, id);
            throw;
        }
    }

    /// <summary>Sends a finished file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="begin">Called with what to save it as, before the first part.</param>
    /// <param name="write">Called with each part.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND.</exception>
    internal async Task SendAsync(string name, Caller caller, Func<string, Task> begin, Func<HttpBody, Task> write, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("""
            select f.file_name, f.content_type, p.data from export_file f join export_part p using (id)
            where f.id = $1 and f.asker = $2 and f.workspace = $3 and f.done and f.expire_time > $4 order by p.part
            """, connection)
        {
            Parameters = { new() { Value = Id(name) }, new() { Value = Who(caller) }, new() { Value = caller.Workspace }, new() { Value = time.GetUtcNow().UtcDateTime } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        for (var isFirst = true; await reader.ReadAsync(cancellation); isFirst = false)
        {
            if (isFirst)
            {
                await begin(reader.GetString(0));
            }

            await write(new HttpBody { ContentType = reader.GetString(1), Data = UnsafeByteOperations.UnsafeWrap(reader.GetFieldValue<byte[]>(2)) });
        }

        if (!reader.HasRows)
        {
            throw Errors.NotFound(name);
        }
    }

    /// <summary>Takes away what has expired.</summary>
    internal Task SweepAsync(CancellationToken cancellation) => RunAsync("delete from export_file where expire_time <= $1", cancellation, time.GetUtcNow().UtcDateTime);

    private static Guid Id(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(name[Prefix.Length..], "D", out var id) ? id : throw Errors.NotFound(name);

    // An application that acts for several people shows none the file of another.
    private static string Who(Caller caller) => $"{caller.Actor} for {caller.Subject}";

    private DateTime Expiry()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % 10)).Add(keep).UtcDateTime;
    }

    // Each statement is a short transaction of its own: a file may be large.
    private async Task RunAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}

using EGovPlatform.Access;
using EGovPlatform.ReportingService.Exchange;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Files of exports that ran as operations: whole or not at all, for who asked, until they expire.</summary>
public sealed class ExportFilesTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_cancelled_export_leaves_nothing()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var files = Files(mart, "1.00:00:00");
        var told = new List<long>();

        await Assert.ThrowsAsync<OperationCanceledException>(() => files.KeepAsync(MartUnderTest.Staff, "records.csv", MakeAsync, (progress, _) =>
        {
            told.Add(progress);
            return told.Count < 2 ? Task.CompletedTask : throw new OperationCanceledException();
        }, None));

        Assert.Equal([3, 6], told);
        Assert.Equal(0, await mart.ScalarAsync<long>("select (select count(*) from export_file) + (select count(*) from export_part)"));
    }

    [Fact]
    public async Task A_file_is_for_its_asker_alone_and_for_one_whom_an_application_acts_for()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var files = Files(mart, "1.00:00:00");
        var asker = MartUnderTest.Staff with { Application = "apiKeys/one" };
        var file = await files.KeepAsync(asker, "records.csv", MakeAsync, (_, _) => Task.CompletedTask, None);

        Assert.Equal("onetwosix", await TextAsync(files, file.Name, asker));
        Assert.Equal(9, file.SizeBytes);
        foreach (var other in new[] { asker with { Subject = "other" }, asker with { Application = "" }, asker with { Workspace = "other" } })
        {
            Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => TextAsync(files, file.Name, other))).StatusCode);
        }
    }

    [Fact]
    public async Task An_expired_file_is_gone_and_taken_away()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var expired = Files(mart, "-00:00:01");
        var file = await expired.KeepAsync(MartUnderTest.Staff, "records.csv", MakeAsync, (_, _) => Task.CompletedTask, None);
        await Files(mart, "1.00:00:00").KeepAsync(MartUnderTest.Staff, "records.csv", MakeAsync, (_, _) => Task.CompletedTask, None);

        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => TextAsync(expired, file.Name, MartUnderTest.Staff))).StatusCode);
        await expired.SweepAsync(None);

        Assert.Equal(3, await mart.ScalarAsync<long>("select count(*) from export_part"));
    }

    private static async Task MakeAsync(Func<HttpBody, Task> write)
    {
        foreach (var part in new[] { "one", "two", "six" })
        {
            await write(new HttpBody { ContentType = "text/csv", Data = ByteString.CopyFromUtf8(part) });
        }
    }

    private static async Task<string> TextAsync(ExportFiles files, string name, Caller caller)
    {
        var text = "";
        await files.SendAsync(name, caller, _ => Task.CompletedTask, part =>
        {
            text += part.Data.ToStringUtf8();
            return Task.CompletedTask;
        }, None);
        return text;
    }

    private static ExportFiles Files(MartUnderTest mart, string keep) =>
        new(mart.Source, new ConfigurationBuilder().AddInMemoryCollection([new("Exports:Keep", keep)]).Build(), TimeProvider.System);
}

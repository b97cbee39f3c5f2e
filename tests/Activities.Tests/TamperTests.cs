using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources.Audit;
using EGovPlatform.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EGovPlatform.Activities.Tests;

using Program = EGovPlatform.Activities.V1.Program;

/// <summary>What a hand with access to the database does to the log is found.</summary>
public sealed class TamperTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>, IAsyncLifetime
{
    private static readonly string[] Tables = ["change", "position", "sequencer", "checkpoint", "checkpoint_key", "programs"];

    private NpgsqlDataSource database = null!;

    private ChangeService.ChangeServiceClient Changes => new(fixture.Service.Channel(Role.Auditor));

    private ProgramService.ProgramServiceClient Programs => new(fixture.Service.Channel(Role.Editor));

    public static TheoryData<string, LogFault> Acts => new()
    {
        { "update change set reason = 'another' where seq = (select min(seq) from change where kind = 'updated')", LogFault.Changed },
        { "update change set actor = actor || 'x' where kind = 'updated'", LogFault.Changed },
        { "update change set on_behalf_of = 'users/other' where kind = 'updated'", LogFault.Changed },
        { "update change set request_id = '00000000-0000-4000-8000-000000000000' where kind = 'updated'", LogFault.Changed },
        { "update change set traceparent = 'x' where kind = 'updated'", LogFault.Changed },
        { "update change set recorded_time = recorded_time - interval '1 microsecond' where kind = 'updated'", LogFault.Changed },
        { "update change set known_on = '2001-01-01' where kind = 'updated'", LogFault.Changed },
        { "update change set valid_on = '2001' where kind = 'updated'", LogFault.Changed },
        { "update change set changed_paths = '{aims,names}' where kind = 'updated'", LogFault.Changed },
        { "update change set body = body || '\\x00'::bytea where kind = 'updated'", LogFault.Changed },
        { "update change set workspace = 'other' where kind = 'updated'", LogFault.Changed },
        { "update change set deleted = true where kind = 'updated'", LogFault.Changed },
        // What ran together in form 1 when parts were joined.
        { "update change set reason = '', request_id = reason || E'\\n' || request_id where kind = 'deleted'", LogFault.Changed },
        { "update programs set body = body || '\\x00'::bytea where version = 3", LogFault.Changed },
        { "with gone as (delete from position where position = 2 returning seq) delete from change using gone where change.seq = gone.seq", LogFault.Removed },
        { "delete from position where position = (select max(position) from position)", LogFault.Removed },
        { "delete from position where position = (select max(position) from position); update sequencer set position = position - 1", LogFault.Removed },
        { """
          alter table position drop constraint position_seq_fkey;
          delete from change where seq = (select seq from position where position = 2)
          """, LogFault.Removed },
        { """
          insert into change (xid, resource_type, name, version, kind, actor, body, hash)
          select '3', resource_type, name || '-new', 1, kind, actor, body, hash from change limit 1
          """, LogFault.Inserted },
        { """
          alter table position drop constraint position_seq_key;
          update position p set seq = q.seq from position q where (p.position, q.position) in ((2, 3), (3, 2))
          """, LogFault.Reordered },
        { "update checkpoint set made_time = made_time + interval '1 second' where number = 1", LogFault.Checkpoint },
        { "delete from checkpoint where number = 1", LogFault.Checkpoint },
        { "update checkpoint_key set sealed = sealed || '\\x00'::bytea", LogFault.Checkpoint },
    };

    public async ValueTask InitializeAsync()
    {
        database = NpgsqlDataSource.Create(fixture.Database.ConnectionString);
        if (await CountAsync() > 0)
        {
            return;
        }

        await WriteOldFormAsync();
        var made = await Programs.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "tampered" } } }, Reason = "entered" });
        await Programs.UpdateProgramAsync(new UpdateProgramRequest { Program = new Program { Name = made.Name, Aims = { "second" } }, Reason = "more", RequestId = Guid.NewGuid().ToString() });
        await Numbered(4);
        Assert.True(await fixture.Service.Services.GetRequiredService<CheckpointWriter>().WriteAsync(TestContext.Current.CancellationToken));
        await Programs.DeleteProgramAsync(new DeleteRequest { Name = made.Name, Reason = "by mistake" });
        await Programs.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "another" } } } });
        await Numbered(6);
        Assert.True(await fixture.Service.Services.GetRequiredService<CheckpointWriter>().WriteAsync(TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task An_honest_log_has_no_findings_and_rows_of_the_old_form_still_verify()
    {
        var end = await VerifyAsync();

        Assert.Empty(end.Findings);
        Assert.Equal((6, 2), (end.LastPosition, end.Checkpoints));
        Assert.Empty((await VerifyAsync(new VerifyChangesRequest { ExpectedPosition = end.Position, ExpectedChain = end.Chain })).Findings);
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task Each_act_is_found(string sql, LogFault fault)
    {
        await UndoneAsync(async () =>
        {
            await ExecuteAsync(sql);
            Assert.Contains(fault, (await VerifyAsync()).Findings.Select(f => f.Fault));
            Assert.False(await fixture.Service.Services.GetRequiredService<CheckpointWriter>().WriteAsync(TestContext.Current.CancellationToken));
        });
    }

    [Fact]
    public async Task A_log_cut_off_with_its_checkpoints_is_found_by_the_hash_kept_elsewhere()
    {
        var kept = await VerifyAsync();
        await UndoneAsync(async () =>
        {
            // The second program was made last: nothing of it stays.
            await ExecuteAsync(
                """
                with gone as (delete from position where position = 6 returning seq) delete from change using gone where change.seq = gone.seq;
                delete from programs where version = 1;
                delete from checkpoint where number = 2;
                update sequencer set position = 5, chain = (select chain from position where position = 5)
                """);
            Assert.Empty((await VerifyAsync()).Findings);
            var finding = Assert.Single((await VerifyAsync(new VerifyChangesRequest { ExpectedPosition = kept.Position, ExpectedChain = kept.Chain })).Findings);
            Assert.Equal(LogFault.Removed, finding.Fault);
        });
    }

    [Fact]
    public async Task A_stream_marked_for_audit_is_written_down_with_who_opened_it()
    {
        using var call = new ChangeService.ChangeServiceClient(fixture.Service.ChannelWith(TestIssuer.Token("reader of the log", [Role.Auditor]))).VerifyChanges(new VerifyChangesRequest());
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(1L, await fixture.Database.ScalarAsync<long>("select count(*) from read_audit where actor = 'reader of the log' and method = '/egov.activities.v1.ChangeService/VerifyChanges'"));
    }

    [Fact]
    public async Task Only_auditors_and_operators_ask()
    {
        using var call = new ChangeService.ChangeServiceClient(fixture.Service.Channel(Role.Editor)).VerifyChanges(new VerifyChangesRequest());

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
    }

    private async Task<VerifyChangesResponse> VerifyAsync(VerifyChangesRequest? request = null)
    {
        using var call = Changes.VerifyChanges(request ?? new VerifyChangesRequest());
        var all = new VerifyChangesResponse();
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            Assert.False(all.Done);
            all.MergeFrom(call.ResponseStream.Current);
        }

        Assert.True(all.Done);
        return all;
    }

    /// <summary>The hash as it was before parts had lengths, over two rows of a type this service does not own.</summary>
    private async Task WriteOldFormAsync()
    {
        var hash = Array.Empty<byte>();
        for (var version = 1; version <= 2; version++)
        {
            hash = SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes($"egov.old.v1.Thing\nthings/a\n{version}\ncreated\nold\nwhy\n\n0"), 1, 2, 3]);
            await using var command = database.CreateCommand("insert into change (resource_type, name, version, kind, actor, reason, body, hash) values ('egov.old.v1.Thing', 'things/a', $1, 'created', 'old', 'why', '\\x010203', $2)");
            command.Parameters.Add(new() { Value = version });
            command.Parameters.Add(new() { Value = hash });
            await command.ExecuteNonQueryAsync();
        }
    }

    private Task Numbered(long count) => Eventually.PassesAsync($"{count} positions", async () => Assert.Equal(count, await CountAsync()));

    private async Task<long> CountAsync()
    {
        await using var command = database.CreateCommand("select count(*) from position");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task UndoneAsync(Func<Task> act)
    {
        fixture.Service.Logs.Expect("The change log is not what was written");
        await ExecuteAsync(string.Concat(Tables.Select(t => $"create table saved_{t} as table {t};")));
        try
        {
            await act();
        }
        finally
        {
            await ExecuteAsync(
                "set session_replication_role = replica;" +
                string.Concat(Tables.Select(t => $"delete from {t}; insert into {t} overriding system value table saved_{t}; drop table saved_{t};")));
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

using System.Diagnostics;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Npgsql;

namespace EGovPlatform.Faults.Tests;

/// <summary>A backup, taken while people work, comes back on empty servers at the moment asked for.</summary>
public sealed class RestoreTests
{
    private const string Point = "before the accident";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_restore_to_a_point_has_what_was_acknowledged_before_and_nobody_who_was_erased_since()
    {
        using var safe = new Safe();
        var (backup, archive) = (Path.Combine(safe.Folder, "backup"), Path.Combine(safe.Folder, "archive"));
        var (before, after) = (new History(), new History());
        string password;
        await using (var site = await Installation.StartAsync(safe, replicas: 1))
        {
            password = await File.ReadAllTextAsync(Path.Combine(site.Postgres.DataDirectory, "password"), TestContext.Current.CancellationToken);
            await ArchiveAsync(site, archive);
            using var caller = new Caller(site, new History(), new Random(1));
            await AddPersonAsync(caller, "people/to-be-erased");
            await AddPersonAsync(caller, "people/to-stay");
            await WorkAsync(site, before);
            await EgovAsync(site, "operate", "backup", backup);
            await WorkAsync(site, before);
            await site.ExecuteAsync($"select pg_create_restore_point('{Point}')");
            await WorkAsync(site, after);
            await caller.CallAsync("ErasePerson", (invoker, options) => new PersonService.PersonServiceClient(invoker).ErasePersonAsync(new EraseRequest { Name = "people/to-be-erased", Reason = "asked" }, options));
            await ArchivedAsync(site);
        }

        var folder = Directory.CreateTempSubdirectory("egov-restored.").FullName;
        await EgovAsync(null, "operate", "restore", backup, Path.Combine(folder, "postgres/cluster"), "--archive", archive, "--point", Point);
        await File.WriteAllTextAsync(Path.Combine(folder, "postgres/password"), password, TestContext.Current.CancellationToken);
        await using var restored = await Installation.StartAsync(safe, replicas: 1, folder);

        await using var watcher = new Watcher(restored, after);
        watcher.Start();
        var checks = new Checks(restored, watcher);
        await checks.ConvergedAsync();
        Assert.Empty(await checks.LogsAsync());
        Assert.Empty(await Projection.CompareAsync(restored));
        await EgovAsync(restored, "audit", "verify");
        var store = new Store(restored, "countries");
        Assert.Equal(before.Created.Count, await store.ScalarAsync<long>("select count(*) from agreements where name = any($1)", (object)before.Created.Keys.ToArray()));
        Assert.Equal(0, await store.ScalarAsync<long>("select count(*) from agreements where name = any($1)", (object)after.Created.Keys.ToArray()));
        using var reader = new Caller(restored, after, new Random(2));
        Assert.Null((await PersonAsync(reader, "people/to-be-erased")).Private);
        Assert.Equal("Shown", (await PersonAsync(reader, "people/to-stay")).Private.Names[0].Text);
        await WorkAsync(restored, new History());
        await checks.ConvergedAsync();
        await CheckTheChecksAsync(store, checks, [.. before.Created.Keys]);
    }

    /// <summary>Breaks what the checks look at: one that finds nothing then would find nothing ever.</summary>
    private static async Task CheckTheChecksAsync(Store store, Checks checks, string[] names)
    {
        Assert.Empty(await checks.LogsAsync());
        await store.RowsAsync("update agreements set version = version + 1 where name = $1 returning name", r => r.GetString(0), names[0]);
        Assert.Contains(await checks.LogsAsync(), f => f.StartsWith("I2", StringComparison.Ordinal) && f.Contains(names[0], StringComparison.Ordinal));
        await store.RowsAsync("delete from agreements where name = $1 returning name", r => r.GetString(0), names[0]);
        Assert.Contains(await checks.LogsAsync(), f => f.StartsWith("I2", StringComparison.Ordinal) && f.Contains(names[0], StringComparison.Ordinal));
        await store.RowsAsync("update change set version = 7 where name = $1 returning name", r => r.GetString(0), names[1]);
        var found = await checks.LogsAsync();
        Assert.Contains(found, f => f.StartsWith("I5", StringComparison.Ordinal));
        Assert.Contains(found, f => f.StartsWith("I3", StringComparison.Ordinal));
    }

    private static Task<Person> PersonAsync(Caller caller, string name) =>
        caller.CallAsync("GetPerson", (invoker, options) => new PersonService.PersonServiceClient(invoker).GetPersonAsync(new GetRequest { Name = name }, options));

    private static Task AddPersonAsync(Caller caller, string name)
    {
        // One request id for all its repetitions.
        var request = new CreatePersonRequest
        {
            PersonId = name["people/".Length..],
            RequestId = Guid.NewGuid().ToString(),
            Person = new Person { Class = PersonClass.Private, ClassReason = "took part", Private = new PersonPrivate { Names = { new Name { Text = "Shown" } } } },
        };
        return caller.CallAsync("CreatePerson", (invoker, options) => new PersonService.PersonServiceClient(invoker).CreatePersonAsync(request, options));
    }

    private static async Task WorkAsync(Installation site, History history)
    {
        var enough = history.Created.Count + 20;
        using var home = new CancellationTokenSource();
        using var caller = new Caller(site, history, new Random(3));
        var desk = new Desk(3);
        await desk.PrepareAsync(caller);
        var work = new Clerk(caller, history, desk, new Random()).WorkAsync(home.Token);
        await Eventually.Async("a clerk to add twenty agreements", () => history.Created.Count >= enough || work.IsFaulted, Limit);
        await home.CancelAsync();
        await work;
    }

    private static async Task ArchiveAsync(Installation site, string archive)
    {
        Directory.CreateDirectory(archive);
        await site.ConfigurePostgresAsync("archive_mode = on", $"archive_command = 'cp \"%p\" \"{archive}/%f\"'");
    }

    private static async Task ArchivedAsync(Installation site)
    {
        var segment = (string)(await site.ExecuteAsync("select pg_walfile_name(pg_switch_wal())"))!;
        await Eventually.Async("the log to be archived", async () => await site.ExecuteAsync("select last_archived_wal from pg_stat_archiver") is string last && string.CompareOrdinal(last, segment) >= 0);
    }

    private static async Task EgovAsync(Installation? site, params string[] arguments)
    {
        var start = new ProcessStartInfo(RepositoryRoot.Combine("artifacts/bin/Cli/debug/egov"), arguments) { RedirectStandardError = true, UseShellExecute = false };
        if (site is not null)
        {
            var server = new NpgsqlConnectionStringBuilder(site.Postgres.ConnectionString("postgres"));
            (start.Environment["PGHOST"], start.Environment["PGUSER"], start.Environment["PGPASSWORD"]) = (server.Host, server.Username, server.Password);
            start.Environment["EGOV_GRPC"] = $"http://127.0.0.1:{site.Gateways[0].GrpcPort}";
            start.Environment["Access__DevelopmentKey"] = TestIssuer.KeyPath;
            start.Environment["PGPORT"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Limit);
        Assert.True(process.ExitCode == 0, errors);
    }
}

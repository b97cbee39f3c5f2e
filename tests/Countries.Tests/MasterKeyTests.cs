using System.Security.Cryptography;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.CountriesService;
using EGovPlatform.Resources;
using EGovPlatform.Resources.Audit;
using EGovPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EGovPlatform.Countries.Tests;

/// <summary>The master key is renewed as docs/operations.md says: no process is without a key it needs, and the former one may go.</summary>
public sealed class MasterKeyTests : IAsyncLifetime
{
    private static readonly (string, string?) Fresh = ("Personal:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
    private static readonly (string, string?) KeepsNames = ("Personal:NameKey", CountriesFixture.MasterKey);
    private readonly string ledger = Directory.CreateTempSubdirectory("egov-erasures-").FullName;
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateAsync(CountriesFixture.Template);

    [Fact]
    public async Task A_renewal_beside_running_processes_leaves_nothing_to_the_former_key()
    {
        string checkpoints, pass;
        await using (var former = await StartAsync())
        {
            await CreateAsync(former, "before");
            checkpoints = await PublicAsync(former);
            pass = former.Services.GetRequiredService<SignedNames>().Sign(SignedNames.Pass, "x");
        }

        await using (var knows = await StartAsync(("Personal:OtherMasterKeys:0", Fresh.Item2)))
        await using (var seals = await SealsAsync())
        {
            await CreateAsync(seals, "between");
            await FoundAsync([knows, seals], ["before", "between"]);
            await MigrateAsync(seals);
            await FoundAsync([knows, seals], ["before", "between"]);
        }

        await using var alone = await StartAsync(Fresh, KeepsNames);
        await FoundAsync([alone], ["before", "between"]);
        Assert.Equal(checkpoints, await PublicAsync(alone));
        Assert.Equal("x", alone.Services.GetRequiredService<SignedNames>().Open(SignedNames.Pass, pass));
    }

    [Fact]
    public async Task Whoever_was_erased_after_a_renewal_stays_erased_when_a_backup_from_before_is_restored()
    {
        await using (var former = await StartAsync())
        {
            await CreateAsync(former, "restored");
        }

        var backup = await WrappedAsync();
        await using var seals = await SealsAsync();
        await MigrateAsync(seals);
        Assert.NotEqual(backup, await WrappedAsync());
        await People(seals).ErasePersonAsync(new EraseRequest { Name = "people/restored", Reason = "asked" });

        await using (var connection = await database.OpenAsync())
        await using (var restore = new NpgsqlCommand("insert into person_key (name, key_version, wrapped) values ('people/restored', 1, $1)", connection) { Parameters = { new() { Value = backup } } })
        {
            await restore.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await MigrateAsync(seals);
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from person_key"));

        Task<byte[]> WrappedAsync() => database.ScalarAsync<byte[]>("select wrapped from person_key");
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(ledger, recursive: true);
    }

    private static async Task<string> PublicAsync(RunningService process)
    {
        using var key = await process.Services.GetRequiredService<CheckpointKey>().LoadAsync(TestContext.Current.CancellationToken);
        return Convert.ToHexString(key.ExportSubjectPublicKeyInfo());
    }

    private static PersonService.PersonServiceClient People(RunningService process) => new(process.Channel(Role.Editor, Role.Approver));

    private static async Task CreateAsync(RunningService process, string id) => await People(process).CreatePersonAsync(new CreatePersonRequest
    {
        PersonId = id,
        Person = new Person { Class = PersonClass.Private, ClassReason = "trainee", Private = new PersonPrivate { Names = { new Name { Text = id } }, Emails = { $"{id}@example.org" } } },
    });

    private static async Task FoundAsync(RunningService[] processes, string[] ids)
    {
        foreach (var (process, id) in processes.SelectMany(p => ids.Select(i => (p, i))))
        {
            var found = (await People(process).FindPeopleAsync(new FindPeopleRequest { Text = $"{id}@example.org" })).People.Single();
            Assert.Equal(($"people/{id}", id), (found.Name, found.Private.Names[0].Text));
        }
    }

    private static Task MigrateAsync(RunningService process) => process.Services.MigrateAsync(typeof(CountriesApp).Assembly, TestContext.Current.CancellationToken);

    private Task<RunningService> SealsAsync() => StartAsync(Fresh, ("Personal:OtherMasterKeys:0", CountriesFixture.MasterKey), KeepsNames, ("Personal:ErasureLedger", ledger));

    private Task<RunningService> StartAsync(params IEnumerable<(string Key, string? Value)> settings) =>
        RunningService.StartAsync(CountriesApp.Build, [.. CountriesFixture.Settings(database.ConnectionString), .. settings]);
}

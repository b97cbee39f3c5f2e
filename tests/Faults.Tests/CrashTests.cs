using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.Native;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.Faults.Tests;

/// <summary>F19, F20: a process dies within an import, a rebuild or an erasure, or its disk fails: it goes on or was never there, never half.</summary>
public sealed class CrashTests(CrashSite crash) : IClassFixture<CrashSite>
{
    private const int Rows = 200;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task An_import_that_died_goes_on_and_writes_each_row_once()
    {
        using var channel = crash.Channel(Role.Editor, Role.Approver);
        var imports = new ImportService.ImportServiceClient(channel);
        var lines = Enumerable.Range(1, Rows).Select(n => string.Create(CultureInfo.InvariantCulture, $"crash-{n},GOVERNMENT,Bureau {n},en"));
        var file = string.Join('\n', lines.Prepend("name,kind,names[0].text,names[0].language_code"));
        var import = await imports.UploadImportAsync(new HttpBody { ContentType = "application/octet-stream; name=organizations.csv", Data = ByteString.CopyFrom(Encoding.UTF8.GetBytes(file)) });
        await StateAsync(ImportState.Checked);

        // The second wave of rows is with its owner, and Integration does not know it.
        await crash.ArmAsync("integration", $"{CrashPoints.ImportWritten}:2");
        await imports.ApplyImportAsync(new ApplyImportRequest { Name = import.Name });
        await crash.DiedAsync("integration");
        var store = new Store(crash.Site, "countries");
        const string Written = "select count(*) from change where name like 'organizations/crash-%'";
        Assert.InRange(await store.ScalarAsync<long>(Written), 1, Rows - 1);

        await imports.ApplyImportAsync(new ApplyImportRequest { Name = import.Name });
        await StateAsync(ImportState.Applied);
        Assert.Equal((Rows, 0), (import.Counts.Written, import.Counts.Failed));
        Assert.Equal(Rows, await store.ScalarAsync<long>(Written));

        Task StateAsync(ImportState state) => Eventually.PassesAsync($"the import to be {state}", async () =>
        {
            import = await imports.GetImportAsync(new GetImportRequest { Name = import.Name });
            Assert.True(import.State == state, $"It is {import.State}: {import.Error}");
        }, Limit);
    }

    [Theory]
    [InlineData(CrashPoints.RebuildApplied)]
    [InlineData(CrashPoints.RebuildSwapped)]
    public async Task A_rebuild_that_died_was_never_seen_and_is_done_anew(string point)
    {
        using var channel = crash.Channel(Role.Operator);
        var reports = new ReportOperatorService.ReportOperatorServiceClient(channel);
        await crash.ArmAsync("reporting", point);
        var before = await CaughtUpAsync();
        await reports.RebuildProjectionAsync(new RebuildProjectionRequest { Reason = "dies" });
        await crash.DiedAsync("reporting");
        Assert.Equal(before, (await reports.GetProjectionStatusAsync(new GetProjectionStatusRequest { WithDigest = true })).Digest);
        Assert.Empty(await Projection.CompareAsync(crash.Site));

        // Reference data of the migrate steps may still be on its way.
        async Task<string> CaughtUpAsync()
        {
            var last = "";
            await Eventually.Async("the projection to rest", async () =>
            {
                var behind = 0L;
                foreach (var owner in new[] { "countries", "activities", "training" })
                {
                    var changes = await new Store(crash.Site, owner).ScalarAsync<long>("select count(*) from change");
                    behind += changes - await Checks.ReportedAsync(crash.Site, owner);
                }

                last = (await reports.GetProjectionStatusAsync(new GetProjectionStatusRequest { WithDigest = true })).Digest;
                return behind == 0;
            }, Limit);
            return last;
        }
    }

    [Fact]
    public async Task An_erasure_that_died_left_the_person_whole_and_is_done_when_it_is_asked_for_again()
    {
        using var channel = crash.Channel(Role.Editor, Role.Approver, Role.Auditor);
        var people = new PersonService.PersonServiceClient(channel);
        var name = await AddPersonAsync(people, "erase-crash");
        await crash.ArmAsync("countries", CrashPoints.EraseNoted);
        var erase = new EraseRequest { Name = name, Reason = "asked", RequestId = Guid.NewGuid().ToString() };
        await Assert.ThrowsAsync<RpcException>(() => people.ErasePersonAsync(erase).ResponseAsync);
        await crash.DiedAsync("countries");
        Assert.NotEmpty(Directory.GetFiles(crash.Safe.Erasures));
        Assert.Equal("Shown", (await people.GetPersonAsync(new GetRequest { Name = name })).Private.Names[0].Text);

        await people.ErasePersonAsync(erase);
        Assert.Null((await people.GetPersonAsync(new GetRequest { Name = name })).Private);
    }

    [Theory]
    [InlineData("openat")]
    [InlineData("pwrite64")]
    public async Task An_erasure_whose_ledger_cannot_be_written_is_refused_and_destroys_nothing(string call)
    {
        using var channel = crash.Channel(Role.Editor, Role.Approver, Role.Auditor);
        var people = new PersonService.PersonServiceClient(channel);
        var name = await AddPersonAsync(people, $"erase-{call}");
        var erase = new EraseRequest { Name = name, Reason = "asked", RequestId = Guid.NewGuid().ToString() };
        var id = crash.Replica("countries").ProcessId.ToString(CultureInfo.InvariantCulture);
        var key = await new Store(crash.Site, "countries").ScalarAsync<byte[]>("select wrapped from person_key where name = $1", name);
        var noted = Path.Combine(crash.Safe.Erasures, Convert.ToHexStringLower(SHA256.HashData(crash.Safe.Unwrap(name, key))));
        var said = new List<string>();
        await using (var tracer = ChildProcess.Start(new("strace", ["-f", "-P", noted, "-e", $"inject={call}:error=EIO", "-p", id]) { Output = (line, _) => Say(line) }))
        {
            await Eventually.Async("the tracer to be there", () => Said("attached"), Limit);
            var refused = await Assert.ThrowsAsync<RpcException>(() => people.ErasePersonAsync(erase).ResponseAsync);
            Assert.DoesNotContain("/", refused.Status.Detail, StringComparison.Ordinal);
            Assert.True(Said("(INJECTED)"), "The disk was not asked.");
            await tracer.StopAsync(TimeSpan.FromSeconds(5));
        }

        Assert.Equal("Shown", (await people.GetPersonAsync(new GetRequest { Name = name })).Private.Names[0].Text);
        await people.ErasePersonAsync(erase);
        Assert.Null((await people.GetPersonAsync(new GetRequest { Name = name })).Private);

        void Say(string line)
        {
            lock (said)
            {
                said.Add(line);
            }
        }

        bool Said(string word)
        {
            lock (said)
            {
                return said.Exists(l => l.Contains(word, StringComparison.Ordinal));
            }
        }
    }

    private static async Task<string> AddPersonAsync(PersonService.PersonServiceClient people, string id) => (await people.CreatePersonAsync(new CreatePersonRequest
    {
        PersonId = id,
        Person = new Person { Class = PersonClass.Private, ClassReason = "took part", Private = new PersonPrivate { Names = { new Name { Text = "Shown" } } } },
    })).Name;
}

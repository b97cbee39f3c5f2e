using System.IO.Compression;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Imports;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.IntegrationService.Templates;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace EGovPlatform.Integration.Tests;

/// <summary>The notices as JSON, out as filled templates, and in again elsewhere: the same bodies. And all of it undone.</summary>
public sealed class NoticeImportTests : IAsyncLifetime
{
    private readonly Owners first = new();
    private readonly Owners second = new();

    public async ValueTask InitializeAsync()
    {
        await first.InitializeAsync();
        await second.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [Fact]
    public async Task Filled_templates_give_the_same_bodies()
    {
        var desk = new Desk(first);
        var import = await desk.UploadAsync("notices.zip", Zip(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "notices"), "*.json").Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))));
        await ExplainAsync(desk, import);
        import = await desk.ApplyAsync(import, "filled from the notices");
        await ExplainAsync(desk, import);
        var wanted = await ReadAsync(first);

        // The second round finds every record deleted by the undo of the first, and brings it back.
        foreach (var format in new[] { "xlsx", "csv" })
        {
            var files = await TemplatesAsync(desk, wanted.Keys, format);
            var elsewhere = new Desk(second);
            var copy = await elsewhere.UploadAsync("tables.zip", Zip(files));
            await ExplainAsync(elsewhere, copy);
            copy = await elsewhere.ApplyAsync(copy, "filled from templates");
            await ExplainAsync(elsewhere, copy);
            var found = await ReadAsync(second);
            foreach (var (name, body) in wanted)
            {
                Assert.Equal(body, found.GetValueOrDefault(name));
            }

            var again = await elsewhere.UploadAsync("tables.zip", Zip(files));
            Assert.Equal((again.Counts.Rows, 0L), (again.Counts.Unchanged, again.Counts.Update));
            copy = await elsewhere.UndoAsync(copy);
            await ExplainAsync(elsewhere, copy);
            Assert.Equal(0, copy.Counts.Written + copy.Counts.Conflict);
        }
    }

    private static async Task<List<(string Name, byte[] Bytes)>> TemplatesAsync(Desk desk, IReadOnlyCollection<string> records, string format)
    {
        var files = new List<(string Name, byte[] Bytes)>();
        foreach (var group in records.Select(r => Groups.Of(ResourceCatalog.Find(r)!)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var names = records.Where(k => Groups.Of(ResourceCatalog.Find(k)!) == group);
            files.Add(($"{group}.{format}", (await desk.Templates.DownloadTemplateAsync(new DownloadTemplateRequest { Name = $"templates/{group}", Format = format, Filled = true, Records = { names } })).Data.ToByteArray()));
        }

        return files;
    }

    private static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static async Task ExplainAsync(Desk desk, Import import)
    {
        var bad = await desk.Imports.ListImportRowsAsync(new ListImportRowsRequest { Parent = import.Name, Outcomes = { RowOutcome.Error, RowOutcome.Ask }, PageSize = 5 });
        var failed = await desk.Imports.ListImportRowsAsync(new ListImportRowsRequest { Parent = import.Name, Progress = { RowProgress.Failed, RowProgress.Conflict }, PageSize = 5 });
        Assert.True(bad.Rows.Count + failed.Rows.Count == 0, $"{import.State} {import.Error} {import.Counts}\n{string.Join('\n', bad.Rows.Concat(failed.Rows))}");
    }

    /// <summary>All records that the notices name, without what each platform stamps itself.</summary>
    private static async Task<SortedDictionary<string, string>> ReadAsync(Owners owners)
    {
        var calls = new OwnerCalls(owners.Service("integration").Services.GetRequiredService<ServiceChannels>(), TimeProvider.System, "Bearer " + TestIssuer.Token(Role.Editor));
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var wanted in RoundTripTests.Records())
        {
            var name = Names.Of(wanted);
            var record = await calls.FindAsync(wanted.Descriptor, name, TestContext.Current.CancellationToken);
            Assert.True(record is not null, $"{name} is missing");
            Merging.Clear(record);
            found[name] = JsonFormatter.Default.Format(record);
        }

        return found;
    }
}

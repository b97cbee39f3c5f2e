using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Integration.Tests;

/// <summary>Runs after all others: what they hold in this process would be counted too.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>A large file is read, checked and kept in pieces.</summary>
[Collection(Alone.Name)]
public sealed class MemoryTests(Owners owners) : IClassFixture<Owners>
{
    private readonly Desk desk = new(owners);

    [Fact]
    public async Task Ten_thousand_rows_do_not_fill_the_memory()
    {
        const int Rows = 10_000;
        const long Allowed = 12_000_000;

        // Each row is bad by itself, so that the owners, which live in this process too, are not asked.
        var file = "name,names[0].text,kind\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"many-{i},Many {i} {new string('x', 100)},NONSENSE\n"));
        var body = new Google.Api.HttpBody { ContentType = "text/csv; group=organizations", Data = Google.Protobuf.ByteString.CopyFromUtf8(file) };
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var most = start;
        var upload = desk.Imports.UploadImportAsync(body).ResponseAsync;
        while (!upload.IsCompleted)
        {
            Sample();
            await Task.WhenAny(upload, Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
        }

        var import = await upload;
        Assert.Equal(Rows, import.Counts.Rows);
        await Eventually.Async("all rows to be checked", async () =>
        {
            Sample();
            return (await desk.Imports.GetImportAsync(new GetImportRequest { Name = import.Name })).State == ImportState.Checked;
        }, TimeSpan.FromMinutes(2));
        TestContext.Current.SendDiagnosticMessage("{0} kB more than at the start", (most - start) / 1000);
        Assert.True(most - start < Allowed, $"{(most - start) / 1000} kB more than at the start");
        Assert.Equal(Rows, (await desk.Imports.GetImportAsync(new GetImportRequest { Name = import.Name })).Counts.Error);

        void Sample() => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
    }
}

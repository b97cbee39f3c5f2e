using System.IO.Compression;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using Google.Api;
using Google.Protobuf;

namespace EGovPlatform.Cli;

/// <summary>Uploads, applies and undoes, each waited for with its progress on the error stream.</summary>
internal sealed class ImportDesk(EGovClient client, CancellationToken cancellation)
{
    private const long MostBytes = 4_000_000;

    private readonly ImportService.ImportServiceClient imports = new(client.Invoker);
    private readonly OperationService.OperationServiceClient operations = new(client.Invoker);

    /// <summary>Uploads files as one import and waits for the check.</summary>
    public async Task<Import> UploadAsync(FileInfo[] files, string group)
    {
        // In an archive each row says which file it stands in; a large file of XML becomes small in one.
        var isOne = files is [{ Extension: not ".json" } one] && (one.Length <= MostBytes || one.Extension != ".xml");
        var name = isOne ? files[0].Name : "files.zip";
        var bytes = isOne ? await File.ReadAllBytesAsync(files[0].FullName, cancellation) : Zip(files);
        var import = await imports.UploadImportAsync(
            new HttpBody { ContentType = $"application/octet-stream; name=\"{Uri.EscapeDataString(name)}\"; group=\"{Uri.EscapeDataString(group)}\"", Data = UnsafeByteOperations.UnsafeWrap(bytes) }, cancellationToken: cancellation);
        return await EndAsync(import.Operation, import.Name);
    }

    public async Task<Import> AnswerAsync(Import import, IEnumerable<Answer> answers)
    {
        var operation = await imports.AnswerImportAsync(new AnswerImportRequest { Name = import.Name, Answers = { answers } }, cancellationToken: cancellation);
        return await EndAsync(operation.Name, import.Name);
    }

    public async Task<Import> ApplyAsync(Import import, string reason, bool skipBadRows)
    {
        var operation = await imports.ApplyImportAsync(new ApplyImportRequest { Name = import.Name, Reason = reason, SkipBadRows = skipBadRows }, cancellationToken: cancellation);
        return await EndAsync(operation.Name, import.Name);
    }

    public async Task<Import> UndoAsync(string name, string reason)
    {
        var operation = await imports.UndoImportAsync(new UndoImportRequest { Name = name, Reason = reason }, cancellationToken: cancellation);
        return await EndAsync(operation.Name, name);
    }

    public async Task<IReadOnlyList<ImportRow>> RowsAsync(string import, ListImportRowsRequest request)
    {
        var rows = new List<ImportRow>();
        request.Parent = import;
        request.PageSize = 500;
        do
        {
            var page = await imports.ListImportRowsAsync(request, cancellationToken: cancellation);
            rows.AddRange(page.Rows);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return rows;
    }

    private async Task<Import> EndAsync(string name, string import)
    {
        var operation = await OperationWait.DoneAsync(name, request => operations.GetOperationAsync(request, cancellationToken: cancellation), cancellation);
        return operation.Error is { } error
            ? throw new InvalidOperationException($"{import}: {operation.Kind} stopped: {error.Message}")
            : await imports.GetImportAsync(new GetImportRequest { Name = import }, cancellationToken: cancellation);
    }

    private static byte[] Zip(FileInfo[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                using var entry = zip.CreateEntry(file.Name).Open();
                using var content = file.OpenRead();
                content.CopyTo(entry);
            }
        }

        return stream.ToArray();
    }
}

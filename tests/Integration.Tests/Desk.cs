using System.Text;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.Integration.Tests;

/// <summary>What an officer does with files.</summary>
internal sealed class Desk(Owners owners)
{
    public ImportService.ImportServiceClient Imports { get; } = new(owners.Channel("integration"));

    public TemplateService.TemplateServiceClient Templates { get; } = new(owners.Channel("integration"));

    private OperationService.OperationServiceClient Operations { get; } = new(owners.Channel("integration"));

    /// <summary>Uploads a file and waits for the check.</summary>
    public Task<Import> UploadAsync(string fileName, string content) => UploadAsync(fileName, Encoding.UTF8.GetBytes(content));

    public async Task<Import> UploadAsync(string fileName, byte[] content)
    {
        var import = await Imports.UploadImportAsync(new HttpBody { ContentType = $"application/octet-stream; name={fileName}", Data = ByteString.CopyFrom(content) });
        await DoneAsync(import.Operation);
        return await Imports.GetImportAsync(new GetImportRequest { Name = import.Name });
    }

    public async Task<Import> ApplyAsync(Import import, string reason = "", bool skipBadRows = false)
    {
        var operation = await Imports.ApplyImportAsync(new ApplyImportRequest { Name = import.Name, Reason = reason, SkipBadRows = skipBadRows });
        await DoneAsync(operation.Name);
        return await Imports.GetImportAsync(new GetImportRequest { Name = import.Name });
    }

    public async Task<Import> UndoAsync(Import import)
    {
        var operation = await Imports.UndoImportAsync(new UndoImportRequest { Name = import.Name, Reason = "wrong file" });
        await DoneAsync(operation.Name);
        return await Imports.GetImportAsync(new GetImportRequest { Name = import.Name });
    }

    public async Task<Import> AnswerAsync(Import import, string text, string resource)
    {
        var operation = await Imports.AnswerImportAsync(new AnswerImportRequest { Name = import.Name, Answers = { new Answer { Text = text, Resource = resource } } });
        await DoneAsync(operation.Name);
        return await Imports.GetImportAsync(new GetImportRequest { Name = import.Name });
    }

    public async Task<IReadOnlyList<ImportRow>> RowsAsync(Import import) =>
        (await Imports.ListImportRowsAsync(new ListImportRowsRequest { Parent = import.Name, PageSize = 1000 })).Rows;

    public Task CancelAsync(string operation) => Operations.CancelOperationAsync(new CancelOperationRequest { Name = operation }).ResponseAsync;

    public async Task<byte[]> TemplateAsync(string group, string format, bool filled = true) =>
        (await Templates.DownloadTemplateAsync(new DownloadTemplateRequest { Name = $"templates/{group}", Format = format, Filled = filled })).Data.ToByteArray();

    public Task<Operation> DoneAsync(string operation) => Eventually.GetAsync(
        $"{operation} to end",
        async () => await Operations.GetOperationAsync(new GetOperationRequest { Name = operation }) is { Done: true } done ? done : null,
        TimeSpan.FromMinutes(3));
}

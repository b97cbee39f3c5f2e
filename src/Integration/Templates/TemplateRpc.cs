using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Templates;

/// <summary>The calls of TemplateService; what they mean stands in the proto.</summary>
public sealed class TemplateRpc(ServiceChannels channels, TimeProvider time) : TemplateService.TemplateServiceBase
{
    // One gRPC message of 4 MiB holds it.
    private const int MaxBytes = 4_000_000;

    public override Task<ListTemplatesResponse> ListTemplates(ListTemplatesRequest request, ServerCallContext context)
    {
        var start = 0;
        if (request.PageToken.Length > 0 && (!int.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out start) || start > Groups.All.Count))
        {
            throw Errors.InvalidPageToken();
        }

        var size = Pages.Size(request.PageSize);
        var response = new ListTemplatesResponse();
        response.Templates.Add(Groups.All.Values.OrderBy(Groups.Of, StringComparer.Ordinal).Skip(start).Take(size).Select(Describe));
        response.NextPageToken = start + size < Groups.All.Count ? (start + size).ToString(CultureInfo.InvariantCulture) : "";
        return Task.FromResult(response);
    }

    public override async Task<HttpBody> DownloadTemplate(DownloadTemplateRequest request, ServerCallContext context)
    {
        var group = request.Name.Split('/') is ["templates", var word] ? word : "";
        var entry = Groups.All.GetValueOrDefault(group) ?? throw Errors.NotFound(request.Name);
        if (!request.Filled && (request.Records.Count > 0 || request.Filter.Length > 0))
        {
            throw Errors.InvalidField("filled", "REQUIRED", "records and filter say what a filled file holds.");
        }

        var owners = new OwnerCalls(channels, time, context.RequestHeaders.GetValue("authorization") ?? "");
        var records = request.Filled ? await ExistingRecords.ReadAsync(owners, entry, request.Records, request.Filter, context.CancellationToken) : [];
        var (type, ending, bytes) = request.Format.ToLowerInvariant() switch
        {
            "" or "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", WorkbookWriter.Write(entry, records)),
            "csv" => ("text/csv; charset=utf-8", "csv", TextTemplates.Csv(entry, records)),
            "jsonl" => ("application/jsonl", "jsonl", TextTemplates.JsonLines(entry, records)),
            _ => throw Errors.InvalidField("format", "FORMAT", "Allowed are xlsx, csv and jsonl."),
        };
        if (bytes.Length > MaxBytes)
        {
            throw Errors.TooLarge("The file", MaxBytes);
        }

        await context.AttachAsync($"{Groups.Of(entry)}.{ending}");
        return new HttpBody { ContentType = type, Data = UnsafeByteOperations.UnsafeWrap(bytes) };
    }

    private static Template Describe(ResourceCatalog.Entry entry) => new()
    {
        Name = $"templates/{Groups.Of(entry)}",
        ResourceType = entry.Descriptor.FullName,
        Pattern = entry.Pattern.Text,
    };
}

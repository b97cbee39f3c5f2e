using System.Text;
using EGovPlatform.Access;
using EGovPlatform.Iati.Writing;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Exchange;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.ReportingService.OpenData;

/// <summary>The calls of OpenDataService; what they mean stands in the proto.</summary>
internal sealed class OpenDataRpc(OpenRecords records, IatiExports iati, OpenDataOptions options) : OpenDataService.OpenDataServiceBase
{
    private const string Lines = "application/x-ndjson";

    public override async Task<OpenDataCatalog> GetOpenData(GetOpenDataRequest request, ServerCallContext context)
    {
        await HeadAsync(context, "openData");
        var catalog = new OpenDataCatalog { License = options.License, LicenseUri = options.LicenseUri, Publisher = options.Publisher };
        catalog.Datasets.Add((await records.CountAsync(context.CancellationToken)).OrderBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => new OpenDataset { Dataset = c.Key, Path = $"/v1/openData/files/{c.Key}", MediaType = Lines, Records = c.Value }));
        catalog.Datasets.Add(new OpenDataset { Dataset = "iati-activities", Path = "/v1/openData/iati/activities.xml", MediaType = "application/xml" });
        catalog.Datasets.Add(new OpenDataset { Dataset = "iati-organization", Path = "/v1/openData/iati/organization.xml", MediaType = "application/xml" });
        return catalog;
    }

    public override async Task<HttpBody> GetOpenRecord(GetOpenRecordRequest request, ServerCallContext context)
    {
        Offered(request.Name);
        var json = await records.FindAsync(request.Name, context.CancellationToken) ?? throw Errors.NotFound(request.Name);
        await HeadAsync(context, request.Name);
        return new HttpBody { ContentType = "application/json", Data = ByteString.CopyFromUtf8(json) };
    }

    public override async Task DownloadOpenData(DownloadOpenDataRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        if (!OpenRecords.Datasets.Contains(request.Dataset, StringComparer.Ordinal))
        {
            throw Errors.NotFound(request.Dataset);
        }

        await HeadAsync(context, request.Dataset, $"attachment; filename={request.Dataset}.ndjson");
        string? after = "";
        do
        {
            (var lines, after) = await records.PageAsync(request.Dataset, after, context.CancellationToken);
            await responseStream.WriteAsync(new HttpBody { ContentType = Lines, Data = ByteString.CopyFrom(lines, Encoding.UTF8) }, context.CancellationToken);
        }
        while (after is not null);
    }

    public override async Task DownloadOpenIati(DownloadOpenIatiRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context) =>
        await SendAsync(iati.MakeAsync, "iati-activities", "activities.xml", responseStream, context);

    public override async Task DownloadOpenIatiOrganization(DownloadOpenIatiRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context) =>
        await SendAsync(iati.MakeOrganizationAsync, "iati-organization", "organization.xml", responseStream, context);

    private async Task SendAsync(Func<ExportIatiRequest, CancellationToken, Task<IatiFile>> make, string dataset, string name, IServerStreamWriter<HttpBody> to, ServerCallContext context)
    {
        Offered(dataset);
        await using var file = await make(new ExportIatiRequest(), context.CancellationToken);
        if (!IatiExport.MayLeave(file.Report))
        {
            throw Errors.InvalidField("iati", "NOT_VALID", "The file has errors; CheckIati names them to those who may ask.");
        }

        await HeadAsync(context, dataset, $"attachment; filename={name}");
        await file.SendAsync(to, context.CancellationToken);
    }

    private void Offered(string name)
    {
        if (!options.IsOffered)
        {
            throw Errors.NotFound(name);
        }
    }

    private async Task HeadAsync(ServerCallContext context, string name, string? disposition = null)
    {
        Offered(name);
        var headers = new Metadata
        {
            { "etag", $"W/\"{await records.VersionAsync(context.CancellationToken)}\"" },
            { "cache-control", "public, max-age=60" },
        };
        if (options.LicenseUri.Length > 0)
        {
            headers.Add("link", $"<{options.LicenseUri}>; rel=\"license\"");
        }

        if (disposition is not null)
        {
            headers.Add("content-disposition", disposition);
        }

        await context.WriteResponseHeadersAsync(headers);
    }
}

using EGovPlatform.Access;
using EGovPlatform.Iati.Validation;
using EGovPlatform.Iati.Writing;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>
/// Makes IATI files of the mart. A file is for everyone, so it holds what anyone may see, whoever asks for it.
/// </summary>
public sealed class IatiExports(MartReader mart, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>Makes the file, beside the network and the tables: it is written and validated before the first byte goes out.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER.</exception>
    internal async Task<IatiFile> MakeAsync(ExportIatiRequest request, CancellationToken cancellation)
    {
        var reporter = IatiReporter.Read(configuration, request.ReportingOrganization);
        var scope = RecordScope.Read(request.Times, Caller.Anonymous);
        var records = await mart.ReadAsync(connection => ExchangeRecords.ReadAsync(new RecordSet(connection, scope, request.Filter, duplicates: false, cancellation)), cancellation);
        var now = clock.GetUtcNow();
        var mapping = new IatiMapping(records, reporter, DateOnly.FromDateTime(now.UtcDateTime), request.OdaOnly);
        if (mapping.Count == 0)
        {
            throw Errors.InvalidField("filter", "EMPTY", "No record asked for is an activity, and an IATI file has at least one.");
        }

        var header = new IatiFileHeader(now) { Namespaces = new Dictionary<string, string>(StringComparer.Ordinal) { ["egov"] = IatiMapping.Own.NamespaceName } };
        var (content, report) = IatiExport.Prepare(header, mapping.Activities(), new ValidatorOptions { Clock = clock });
        return new(content, report, mapping.Count, mapping.LeftOut);
    }
}

/// <summary>A finished file at its beginning, and what is to be said of it. Disposing it deletes it.</summary>
internal sealed record IatiFile(Stream Content, ValidationReport Report, int Activities, IReadOnlyList<(string Record, string Reason)> LeftOut) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Iati.Model;
using EGovPlatform.Iati.Validation;
using EGovPlatform.Iati.Writing;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Summaries;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>
/// Makes IATI files of the mart. A file is for everyone, so it holds what anyone may see, whoever asks for it.
/// </summary>
public sealed class IatiExports(MartReader mart, IConfiguration configuration, TimeProvider clock)
{
    private string Home => configuration["Home:Country"] ?? "countries/KR";

    /// <summary>Makes the file, beside the network and the tables: it is written and validated before the first byte goes out.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER.</exception>
    internal async Task<IatiFile> MakeAsync(ExportIatiRequest request, CancellationToken cancellation)
    {
        var (mapping, _, _, now) = await MapAsync(request, cancellation);
        var passed = PassedOn(mapping, request.PassOnImported, now);
        if (mapping.Count + passed.Count == 0)
        {
            throw Errors.InvalidField("filter", "EMPTY", "No record asked for is an activity, and an IATI file has at least one.");
        }

        var header = new IatiFileHeader(now) { Namespaces = new Dictionary<string, string>(StringComparer.Ordinal) { ["egov"] = IatiMapping.Own.NamespaceName } };
        var (content, report) = IatiExport.Prepare(header, mapping.Activities().Concat(passed), new ValidatorOptions { Clock = clock });
        return new(content, report, mapping.Count + passed.Count, mapping.LeftOut);
    }

    /// <summary>Makes the organisation file of the same activities.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER.</exception>
    internal async Task<IatiFile> MakeOrganizationAsync(ExportIatiRequest request, CancellationToken cancellation)
    {
        var (mapping, records, reporter, now) = await MapAsync(request, cancellation);
        var record = records.Organization(reporter.Name);
        var organization = new OrganizationFile
        {
            Language = Texts.Language,
            LastUpdated = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            Reporter = reporter.Element(record),
            Sums = [.. OrganizationSums.Of([.. mapping.Activities()], records, reporter, DateOnly.FromDateTime(now.UtcDateTime))],
            Documents = [.. AgreementDocuments.Of(records, records.CountryOf(record?.Country ?? Home))],
        };
        var (content, report) = IatiExport.Prepare(new IatiFileHeader(now), organization, new ValidatorOptions { Clock = clock });
        return new(content, report, mapping.Count, mapping.LeftOut);
    }

    private async Task<(IatiMapping Mapping, ExchangeRecords Records, IatiReporter Reporter, DateTimeOffset Now)> MapAsync(ExportIatiRequest request, CancellationToken cancellation)
    {
        var reporter = IatiReporter.Read(configuration, request.ReportingOrganization);
        var scope = RecordScope.Read(request.Times, Caller.Anonymous);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var setting = new SummarySetting(Home, today, Naming.Now);
        var records = await mart.ReadAsync(connection => ExchangeRecords.ReadAsync(new RecordSet(connection, scope, request.Filter, duplicates: false, cancellation, setting)), cancellation);
        return (new IatiMapping(records, reporter, today, request.OdaOnly), records, reporter, now);
    }

    // One that others got wrong keeps no good one back: each is validated by itself.
    private List<IatiActivity> PassedOn(IatiMapping mapping, bool wanted, DateTimeOffset now)
    {
        var passed = new List<IatiActivity>();
        foreach (var draft in mapping.Foreign)
        {
            var imported = draft.Imported!;
            if (!wanted)
            {
                mapping.LeftOut.Add((draft.Name, $"{imported.Publisher} publishes it."));
                continue;
            }

            var (content, report) = IatiExport.Prepare(new IatiFileHeader(now), [imported.Activity], new ValidatorOptions { Clock = clock });
            content.Dispose();
            if (IatiExport.MayLeave(report))
            {
                passed.Add(imported.Activity);
            }
            else
            {
                mapping.LeftOut.Add((draft.Name, $"As {imported.Publisher} wrote it, it breaks {string.Join(", ", report.All.Where(e => e.Severity is "critical" or "error" || e.Codelist is not null).Select(e => e.Id).Distinct())}."));
            }
        }

        return passed;
    }
}

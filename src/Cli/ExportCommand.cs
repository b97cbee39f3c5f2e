using System.CommandLine;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov export iati --out activities.xml`: records in the formats the field speaks.</summary>
internal static class ExportCommand
{
    private static readonly Option<FileInfo> Out = new("--out") { Description = "The file to write.", Required = true };
    private static readonly Option<string> Filter = new("--filter") { Description = "Only records like these, such as country=PE.", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Publisher = new("--reporting-organization") { Description = "IATI organization identifier of the publisher, where none is configured.", DefaultValueFactory = _ => "" };
    private static readonly Option<bool> OdaOnly = new("--oda-only") { Description = "Only what a person has marked as official development assistance." };

    private static readonly Option<bool> PassOn = new("--pass-on-imported") { Description = "Also what others publish and was imported, as they wrote it." };

    public static Command Create()
    {
        var iati = new Command("iati", "An IATI 2.03 activity file. Nothing is written unless the whole file is free of errors.") { Out, Filter, Publisher, OdaOnly, PassOn, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        iati.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var exchange = new ExchangeService.ExchangeServiceClient(client.Invoker);
            var request = new ExportIatiRequest
            {
                Filter = parsed.GetValue(Filter),
                Times = Times.Of(parsed),
                ReportingOrganization = parsed.GetValue(Publisher),
                OdaOnly = parsed.GetValue(OdaOnly),
                PassOnImported = parsed.GetValue(PassOn),
            };
            var check = await exchange.CheckIatiAsync(request, cancellationToken: cancellation);
            foreach (var left in check.LeftOut)
            {
                Console.Error.WriteLine($"left out {left.Record}: {left.Reason}");
            }

            foreach (var finding in check.Findings)
            {
                Console.Error.WriteLine($"{finding.Severity} {finding.Rule} {finding.Identifier}: {finding.Message} {finding.Context}");
            }

            await Download.SaveAsync(exchange.ExportIati(request, cancellationToken: cancellation), parsed.GetValue(Out)!, cancellation);
            Console.WriteLine($"{check.Activities} activities, {check.LeftOut.Count} records left out, {check.Warnings} warnings");
            return 0;
        });
        return new Command("export", "Writes records to a file.") { iati, ExportSummaryCommand.Create() };
    }
}

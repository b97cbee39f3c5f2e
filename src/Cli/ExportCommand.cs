using System.CommandLine;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using Google.Api;
using Grpc.Core;

namespace EGovPlatform.Cli;

/// <summary>`egov export iati --out activities.xml`: records in the formats the field speaks.</summary>
internal static class ExportCommand
{
    private static readonly Option<FileInfo> Out = new("--out") { Description = "The file to write.", Required = true };
    private static readonly Option<string> Filter = new("--filter") { Description = "Only records like these, such as country=PE.", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Publisher = new("--reporting-organization") { Description = "IATI organization identifier of the publisher, where none is configured.", DefaultValueFactory = _ => "" };
    private static readonly Option<bool> OdaOnly = new("--oda-only") { Description = "Only what a person has marked as official development assistance." };

    private static readonly Option<bool> PassOn = new("--pass-on-imported") { Description = "Also what others publish and was imported, as they wrote it." };

    public static Command Create() => new("export", "Writes records to a file.")
    {
        Iati("iati", "An IATI 2.03 activity file. Nothing is written unless the whole file is free of errors.", [PassOn], (e, r, c) => (e.CheckIatiAsync(r, cancellationToken: c), () => e.ExportIati(r, cancellationToken: c))),
        Iati("iati-organisation", "The IATI 2.03 organisation file of the publisher.", [], (e, r, c) => (e.CheckIatiOrganizationAsync(r, cancellationToken: c), () => e.ExportIatiOrganization(r, cancellationToken: c))),
        ExportCrsCommand.Create(),
        ExportSummaryCommand.Create(),
        PrintCommands.Brief(),
        PrintCommands.Annual(),
    };

    private static Command Iati(string name, string description, Option[] more, Func<ExchangeService.ExchangeServiceClient, ExportIatiRequest, CancellationToken, (AsyncUnaryCall<IatiCheck> Check, Func<AsyncServerStreamingCall<HttpBody>> Export)> calls)
    {
        var command = new Command(name, description) { Out, Filter, Publisher, OdaOnly, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        foreach (var option in more)
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var request = new ExportIatiRequest
            {
                Filter = parsed.GetValue(Filter),
                Times = Times.Of(parsed),
                ReportingOrganization = parsed.GetValue(Publisher),
                OdaOnly = parsed.GetValue(OdaOnly),
                PassOnImported = more.Contains(PassOn) && parsed.GetValue(PassOn),
            };
            var (checking, export) = calls(new(client.Invoker), request, cancellation);
            var check = await checking;
            foreach (var left in check.LeftOut)
            {
                Console.Error.WriteLine($"left out {left.Record}: {left.Reason}");
            }

            foreach (var finding in check.Findings)
            {
                Console.Error.WriteLine($"{finding.Severity} {finding.Rule} {finding.Identifier}: {finding.Message} {finding.Context}");
            }

            await Download.SaveAsync(export(), parsed.GetValue(Out)!, cancellation);
            Console.WriteLine($"{check.Activities} activities, {check.LeftOut.Count} records left out, {check.Warnings} warnings");
            return 0;
        });
        return command;
    }
}

using System.CommandLine;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov export crs --year 2018 --out crs.csv`: the return of aid, and what is missing in it.</summary>
internal static class ExportCrsCommand
{
    public static Command Create()
    {
        var year = new Option<int>("--year") { Description = "Calendar year of the return.", Required = true };
        var filter = new Option<string>("--filter") { Description = "Only records like these, such as country=PE.", DefaultValueFactory = _ => "" };
        var format = new Option<TableFormat>("--format") { Description = "Csv or Xlsx.", DefaultValueFactory = _ => TableFormat.Csv };
        var output = new Option<FileInfo>("--out") { Description = "The file to write.", Required = true };
        var command = new Command("crs", "The yearly return of aid to the OECD's Creditor Reporting System; docs/crs.md says what is where.") { year, filter, format, output, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var crs = new CrsService.CrsServiceClient(client.Invoker);
            var (asked, records, times) = (parsed.GetValue(year), parsed.GetValue(filter), Times.Of(parsed));
            var check = await crs.CheckCrsAsync(new CheckCrsRequest { Year = asked, Filter = records, Times = times }, cancellationToken: cancellation);
            foreach (var left in check.LeftOut)
            {
                Console.Error.WriteLine($"left out {left.Record}: {left.Reason}");
            }

            foreach (var (label, gap) in check.Missing.Select(m => ("missing", m)).Concat(check.Doubtful.Select(d => ("doubtful", d))))
            {
                Console.Error.WriteLine($"{label} {gap.Record} {gap.Field}: {gap.Reason}");
            }

            await Download.SaveAsync(crs.ExportCrs(new ExportCrsRequest { Year = asked, Filter = records, Times = times, Format = parsed.GetValue(format) }, cancellationToken: cancellation), parsed.GetValue(output)!, cancellation);
            Console.WriteLine($"{check.Rows} rows, {check.LeftOut.Count} records left out, {check.Missing.Count} fields missing, {check.Doubtful.Count} doubtful{(check.NotVisible > 0 ? $", {check.NotVisible} records not visible" : "")}");
            return 0;
        });
        return command;
    }
}

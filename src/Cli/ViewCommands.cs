using System.CommandLine;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov report timeline`, `quality` and `funnel`.</summary>
internal static class ViewCommands
{
    public static Command Timeline()
    {
        var name = new Argument<string>("name") { Description = "A country, organization, person, agreement or program, such as organizations/idb." };
        var filter = Filter("resource_type, kind, state, year");
        var command = new Command("timeline", "What happened about one subject, by day.") { name, filter, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        command.SetAction((parsed, cancellation) => AskAsync(parsed, async views =>
        {
            var request = new GetTimelineRequest { Name = parsed.GetValue(name), Filter = parsed.GetValue(filter), Times = Times.Of(parsed), PageSize = 1000 };
            do
            {
                var page = await views.GetTimelineAsync(request, cancellationToken: cancellation);
                foreach (var entry in page.Entries)
                {
                    Console.WriteLine($"{(entry.Date.Length > 0 ? entry.Date : "undated"),-24} {entry.Title}{(entry.EnteredState.Length > 0 ? $": {entry.EnteredState}" : "")}{(entry.Answer == DateAnswer.Possibly ? "  (possibly)" : "")}  [{entry.Record}]");
                }

                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
        }));
        return command;
    }

    public static Command Quality()
    {
        var filter = Filter("resource_type, country, state, kind, program, publication, year, score");
        var most = new Option<int>("--most") { Description = "At most this many records, worst first.", DefaultValueFactory = _ => 20 };
        var command = new Command("quality", "Records that want work, worst first, with what to do.") { filter, most, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        command.SetAction((parsed, cancellation) => AskAsync(parsed, async views =>
        {
            var page = await views.ListRecordQualityAsync(new ListRecordQualityRequest { Filter = parsed.GetValue(filter), Times = Times.Of(parsed), PageSize = parsed.GetValue(most) }, cancellationToken: cancellation);
            foreach (var record in page.Records)
            {
                Console.WriteLine($"{record.Score,3}  {record.Record}  {record.Title}");
                foreach (var finding in record.Findings)
                {
                    Console.WriteLine($"       -{finding.Weight,-3} {finding.Fix}{(finding.FieldPaths.Count > 0 ? $"  [{string.Join(", ", finding.FieldPaths)}]" : "")}");
                }
            }
        }));
        return command;
    }

    public static Command Funnel()
    {
        var filter = Filter("the dimensions of reports");
        var command = new Command("funnel", "From request and training to contract.") { filter, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        command.SetAction((parsed, cancellation) => AskAsync(parsed, async views =>
        {
            var funnel = await views.GetFunnelAsync(new GetFunnelRequest { Filter = parsed.GetValue(filter), Times = Times.Of(parsed) }, cancellationToken: cancellation);
            foreach (var stage in funnel.Stages)
            {
                Console.WriteLine($"{stage.Key,-14} {stage.Records,6}  {stage.FromEarlier,6} from an earlier stage  {stage.LedOn,6} led on");
            }
        }));
        return command;
    }

    private static async Task<int> AskAsync(ParseResult parsed, Func<RecordViewService.RecordViewServiceClient, Task> ask)
    {
        using var client = new Session(parsed).Connect(Role.Viewer);
        await ask(new RecordViewService.RecordViewServiceClient(client.Invoker));
        return 0;
    }

    private static Option<string> Filter(string fields) => new("--filter") { Description = $"AIP-160 filter over {fields}.", DefaultValueFactory = _ => "" };
}

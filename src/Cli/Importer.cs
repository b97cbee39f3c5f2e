using System.Net;
using System.Text;

namespace EGovPlatform.Cli;

/// <summary>What became of one record.</summary>
internal enum ImportOutcome
{
    Add,
    Update,
    Unchanged,
    Error,
}

/// <summary>
/// Writes records through the gateway, one by one. A record that names another which is not there yet waits until the
/// others are in; a circle of names is broken where it can be; a bad record stops no other.
/// </summary>
internal sealed class Importer(HttpClient gateway, Action<ImportRecord, ImportOutcome, string> tell, bool dryRun)
{
    private readonly Dictionary<ImportOutcome, int> counts = Enum.GetValues<ImportOutcome>().ToDictionary(o => o, _ => 0);
    private readonly List<(ImportRecord Record, string? Before)> unfinished = [];

    public async Task<IReadOnlyDictionary<ImportOutcome, int>> RunAsync(IReadOnlyList<ImportRecord> records, CancellationToken cancellation)
    {
        var waiting = records.ToList();
        while (waiting.Count > 0)
        {
            var later = new List<(ImportRecord Record, GatewayAnswer Answer)>();
            foreach (var record in waiting)
            {
                if (await TryAsync(record, cancellation) is { } answer)
                {
                    later.Add((record, answer));
                }
            }

            if (later.Count == waiting.Count && (dryRun || !await BreakCircleAsync(later, cancellation)))
            {
                later.ForEach(l => Told(l.Record, ImportOutcome.Error, l.Answer.Message));
                break;
            }

            waiting = [.. later.Select(l => l.Record)];
        }

        foreach (var (record, before) in unfinished)
        {
            var answer = await WriteAsync(record, cancellation);
            Told(record, Outcome(before, answer), answer.Message);
        }

        return counts;
    }

    /// <summary>Null when the record is settled; the answer when it waits for others.</summary>
    private async Task<GatewayAnswer?> TryAsync(ImportRecord record, CancellationToken cancellation)
    {
        if (record.Name.Length == 0 || record.Body.Length == 0)
        {
            Told(record, ImportOutcome.Error, "The record needs `name` and `body`.");
            return null;
        }

        try
        {
            var before = await EtagAsync(record.Name, cancellation);
            var answer = await WriteAsync(record, cancellation);
            if (answer.MissingReferences.Count > 0)
            {
                return answer;
            }

            Told(record, Outcome(before, answer), answer.Message);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            Told(record, ImportOutcome.Error, e.Message);
        }

        return null;
    }

    private async Task<bool> BreakCircleAsync(List<(ImportRecord Record, GatewayAnswer Answer)> stuck, CancellationToken cancellation)
    {
        var broken = false;
        foreach (var (record, answer) in stuck.ToList())
        {
            if (Stripped.Of(record, answer.MissingReferences) is not { } part)
            {
                continue;
            }

            var before = await EtagAsync(record.Name, cancellation);
            if ((await WriteAsync(part, cancellation)).Etag is not null)
            {
                unfinished.Add((record, before));
                stuck.RemoveAll(s => s.Record == record);
                broken = true;
            }
        }

        return broken;
    }

    private async Task<GatewayAnswer> WriteAsync(ImportRecord record, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/v1/{record.Name}?allowMissing=true&updateMask=*{(dryRun ? "&validateOnly=true" : "")}")
        {
            Content = new StringContent(record.Body, Encoding.UTF8, "application/json"),
        };
        using var response = await gateway.SendAsync(request, cancellation);
        return await GatewayAnswer.ReadAsync(response, cancellation);
    }

    private async Task<string?> EtagAsync(string name, CancellationToken cancellation)
    {
        using var response = await gateway.GetAsync($"/v1/{name}", cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var answer = await GatewayAnswer.ReadAsync(response, cancellation);
        return answer.Etag ?? throw new HttpRequestException(answer.Message);
    }

    private static ImportOutcome Outcome(string? before, GatewayAnswer answer) =>
        answer.Etag is null ? ImportOutcome.Error
        : before is null ? ImportOutcome.Add
        : before == answer.Etag ? ImportOutcome.Unchanged
        : ImportOutcome.Update;

    private void Told(ImportRecord record, ImportOutcome outcome, string message)
    {
        counts[outcome]++;
        tell(record, outcome, message);
    }
}

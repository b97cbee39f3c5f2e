using System.Net;
using System.Text;
using System.Text.Json;

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
/// others are in; a bad record stops no other.
/// </summary>
internal sealed class Importer(HttpClient gateway, Action<ImportRecord, ImportOutcome, string> tell, bool dryRun)
{
    public async Task<Dictionary<ImportOutcome, int>> RunAsync(IReadOnlyList<ImportRecord> records, CancellationToken cancellation)
    {
        var counts = Enum.GetValues<ImportOutcome>().ToDictionary(o => o, _ => 0);
        var waiting = records.ToList();
        while (waiting.Count > 0)
        {
            var later = new List<(ImportRecord Record, string Why)>();
            foreach (var record in waiting)
            {
                var (outcome, message, missing) = await WriteAsync(record, cancellation);
                if (missing)
                {
                    later.Add((record, message));
                    continue;
                }

                counts[outcome]++;
                tell(record, outcome, message);
            }

            if (later.Count == waiting.Count)
            {
                foreach (var (record, why) in later)
                {
                    counts[ImportOutcome.Error]++;
                    tell(record, ImportOutcome.Error, why);
                }

                break;
            }

            waiting = [.. later.Select(l => l.Record)];
        }

        return counts;
    }

    private async Task<(ImportOutcome Outcome, string Message, bool Missing)> WriteAsync(ImportRecord record, CancellationToken cancellation)
    {
        if (record.Name.Length == 0 || record.Body.Length == 0)
        {
            return (ImportOutcome.Error, "The record needs `name` and `body`.", false);
        }

        try
        {
            var before = await EtagAsync(record.Name, cancellation);
            var query = $"?allowMissing=true&updateMask=*{(dryRun ? "&validateOnly=true" : "")}";
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"/v1/{record.Name}{query}")
            {
                Content = new StringContent(record.Body, Encoding.UTF8, "application/json"),
            };
            using var response = await gateway.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            if (!response.IsSuccessStatusCode)
            {
                return (ImportOutcome.Error, Explain(response.StatusCode, text), text.Contains("\"REFERENCE_NOT_FOUND\"", StringComparison.Ordinal));
            }

            var after = JsonDocument.Parse(text).RootElement.GetProperty("etag").GetString();
            return (before is null ? ImportOutcome.Add : before == after ? ImportOutcome.Unchanged : ImportOutcome.Update, "", false);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return (ImportOutcome.Error, e.Message, false);
        }
    }

    private async Task<string?> EtagAsync(string name, CancellationToken cancellation)
    {
        using var response = await gateway.GetAsync($"/v1/{name}", cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var text = await response.Content.ReadAsStringAsync(cancellation);
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement.GetProperty("etag").GetString()
            : throw new HttpRequestException(Explain(response.StatusCode, text));
    }

    /// <summary>The message of google.rpc.Status with every field violation.</summary>
    private static string Explain(HttpStatusCode status, string text)
    {
        try
        {
            var root = JsonDocument.Parse(text).RootElement;
            var message = new StringBuilder(root.GetProperty("message").GetString());
            foreach (var detail in root.TryGetProperty("details", out var details) ? details.EnumerateArray() : default)
            {
                foreach (var violation in detail.TryGetProperty("fieldViolations", out var violations) ? violations.EnumerateArray() : default)
                {
                    message.Append("\n      ").Append(violation.GetProperty("field").GetString()).Append(": ").Append(violation.GetProperty("description").GetString());
                }
            }

            return message.ToString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"HTTP {(int)status}";
        }
    }
}

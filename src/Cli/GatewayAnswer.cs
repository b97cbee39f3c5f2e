using System.Net;
using System.Text;
using System.Text.Json;

namespace EGovPlatform.Cli;

/// <summary>What the gateway said to one write.</summary>
/// <param name="Etag">Etag of the record as it is now; null when refused.</param>
/// <param name="Message">Why it was refused, with every field at fault.</param>
/// <param name="MissingReferences">Fields that name records which do not exist.</param>
internal sealed record GatewayAnswer(string? Etag, string Message, IReadOnlyList<string> MissingReferences)
{
    public static async Task<GatewayAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (response.IsSuccessStatusCode)
        {
            using var record = JsonDocument.Parse(text);
            return new GatewayAnswer(record.RootElement.GetProperty("etag").GetString(), "", []);
        }

        try
        {
            using var status = JsonDocument.Parse(text);
            return Refused(status.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new GatewayAnswer(null, $"HTTP {(int)response.StatusCode}", []);
        }
    }

    private static GatewayAnswer Refused(JsonElement status)
    {
        var message = new StringBuilder(status.GetProperty("message").GetString());
        var missing = new List<string>();
        foreach (var detail in status.TryGetProperty("details", out var details) ? details.EnumerateArray() : default)
        {
            foreach (var violation in detail.TryGetProperty("fieldViolations", out var violations) ? violations.EnumerateArray() : default)
            {
                var field = violation.GetProperty("field").GetString()!;
                var description = violation.GetProperty("description").GetString()!;
                message.Append("\n      ").Append(field).Append(": ").Append(description);
                if (description.StartsWith("REFERENCE_NOT_FOUND", StringComparison.Ordinal))
                {
                    missing.Add(field);
                }
            }
        }

        return new GatewayAnswer(null, message.ToString(), missing);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace EGovPlatform.Cli;

/// <summary>
/// A record without some of its references. Records may name each other in a circle (a ministry cites a notice, the
/// notice names the ministry): one of them goes in without the names that are not there yet, and is completed at the end.
/// </summary>
internal static class Stripped
{
    /// <summary>The record without the given fields; null when one of them belongs to its sources, which every record keeps.</summary>
    public static ImportRecord? Of(ImportRecord record, IReadOnlyList<string> fields)
    {
        if (fields.Count == 0 || fields.Any(f => f.StartsWith("record.", StringComparison.Ordinal)))
        {
            return null;
        }

        var body = JsonNode.Parse(record.Body)!;
        foreach (var field in fields)
        {
            Remove(body, field.Split('.'));
        }

        return record with { Body = body.ToJsonString() };
    }

    private static void Remove(JsonNode node, string[] path)
    {
        JsonNode? current = node;
        for (var i = 0; i < path.Length && current is JsonObject parent; i++)
        {
            var (name, index) = Split(path[i]);
            var key = parent.ContainsKey(name) ? name : Camel(name);
            if (i == path.Length - 1 && index is null)
            {
                parent.Remove(key);
                return;
            }

            current = index is { } at ? (parent[key] as JsonArray)?[at] : parent[key];
        }
    }

    private static (string Name, int? Index) Split(string part)
    {
        var bracket = part.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? (part, null) : (part[..bracket], int.Parse(part[(bracket + 1)..^1], CultureInfo.InvariantCulture));
    }

    private static string Camel(string snake)
    {
        var words = snake.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }
}

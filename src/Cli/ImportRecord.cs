using System.Text.Json;

namespace EGovPlatform.Cli;

/// <summary>A record to import, and where it stands.</summary>
/// <param name="File">File it came from.</param>
/// <param name="Index">Its number in the file, from 1.</param>
/// <param name="Name">Resource name.</param>
/// <param name="Body">The record as JSON.</param>
internal sealed record ImportRecord(string File, int Index, string Name, string Body)
{
    /// <summary>Reads `{"records": [{"name": …, "body": {…}}]}`.</summary>
    public static List<ImportRecord> Read(string path)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        if (!document.RootElement.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidDataException("The file has no array `records`.");
        }

        var read = new List<ImportRecord>();
        foreach (var record in records.EnumerateArray())
        {
            var index = read.Count + 1;
            read.Add(new ImportRecord(
                Path.GetFileName(path),
                index,
                record.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "",
                record.TryGetProperty("body", out var body) ? body.GetRawText() : ""));
        }

        return read;
    }

}

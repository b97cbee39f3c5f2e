using EGovPlatform.Access;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.Resources;

namespace EGovPlatform.IntegrationService.Files;

/// <summary>Opens an uploaded file by its content type or the ending of its name.</summary>
internal static class FileReader
{
    /// <summary>Most bytes of a file. One gRPC message holds it; what is read activity by activity may unpack to more.</summary>
    public const int MaxBytes = 4_000_000;

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD or MALFORMED: it is no file we can read.</exception>
    public static FileContent Open(byte[] file, string fileName, string contentType, string group)
    {
        if (file.Length == 0)
        {
            throw Errors.InvalidField("file", "REQUIRED", "The file is empty.");
        }

        if (group.Length > 0 && !Groups.All.ContainsKey(group))
        {
            throw Errors.InvalidField("group", "GROUP", $"'{group}' is no group of records; these are: {string.Join(", ", Groups.All.Keys.Order(StringComparer.Ordinal))}.");
        }

        return Kind(fileName, contentType) switch
        {
            ".xlsx" => WorkbookReader.Open(file, group),
            ".csv" => CsvFileReader.Open(file, Chosen(group, fileName)),
            ".jsonl" => JsonFileReader.OpenLines(file),
            ".json" => JsonFileReader.OpenDocument(file),
            ".xml" => IatiFile.Open(file),
            ".zip" => ArchiveReader.Open(file),
            _ => throw Errors.InvalidField("file", "FILE_TYPE", "Allowed are XLSX, CSV, JSON lines, IATI activity files and a ZIP archive of such; name the file so, or send its content type."),
        };
    }

    private static string Kind(string fileName, string contentType)
    {
        var media = contentType.Split(';')[0].Trim().ToLowerInvariant();
        return media switch
        {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => ".xlsx",
            "text/csv" => ".csv",
            "application/xml" or "text/xml" => ".xml",
            "application/zip" => ".zip",
            "application/jsonl" or "application/x-ndjson" or "application/jsonlines" => ".jsonl",
            _ => Path.GetExtension(fileName).ToLowerInvariant() switch { ".ndjson" => ".jsonl", var ending => ending },
        };
    }

    private static ResourceCatalog.Entry Chosen(string group, string fileName)
    {
        var named = group.Length > 0 ? group : Path.GetFileNameWithoutExtension(fileName);
        return Groups.All.GetValueOrDefault(named)
            ?? throw Errors.InvalidField("group", "GROUP", $"Which records are these? Name one of: {string.Join(", ", Groups.All.Keys.Order(StringComparer.Ordinal))}.");
    }
}

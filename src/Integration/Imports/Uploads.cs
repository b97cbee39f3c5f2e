using System.Security.Cryptography;
using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Files;
using EGovPlatform.Values;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>Takes a file in: reads it row by row and keeps the rows in chunks.</summary>
internal sealed class Uploads(ImportStore imports, RowStore rows)
{
    private const int Chunk = 200;

    /// <summary>Stores a file's rows. The second of two calls with one request id gets the import of the first.</summary>
    /// <returns>The import, and whether it is new.</returns>
    public async Task<(Import Import, bool IsNew)> TakeAsync(UploadedFile request, Caller caller, CancellationToken cancellation)
    {
        var file = request.Bytes;
        if (request.RequestId.Length > 0 && !Guid.TryParseExact(request.RequestId, "D", out _))
        {
            throw Errors.InvalidField("content_type", "UUID", "request-id must be a UUID.");
        }

        if (file.Length > FileReader.MaxBytes)
        {
            throw Errors.TooLarge("The file", FileReader.MaxBytes);
        }

        var content = FileReader.Open(file, request.FileName, request.MediaType, request.Group);
        var import = new Import
        {
            Name = $"imports/{(request.RequestId.Length > 0 ? request.RequestId.ToLowerInvariant() : Guid.CreateVersion7().ToString())}",
            State = ImportState.Checking,
            FileName = request.FileName,
            ContentType = request.MediaType,
            Group = content.Group,
            SizeBytes = file.Length,
            Digest = Convert.ToHexStringLower(SHA256.HashData(file)),
            UploadedBy = caller.Subject,
            Columns = { content.Columns },
            Counts = new ImportCounts(),
        };
        if (!await imports.AddAsync(import, caller, cancellation))
        {
            var earlier = await imports.GetAsync(import.Name, caller, cancellation);
            return earlier.Digest == import.Digest ? (earlier, false) : throw Errors.RequestIdReused(request.RequestId);
        }

        try
        {
            import.Counts.Rows = await ReadAsync(import.Name, content, cancellation);
            return import.Counts.Rows > 0 ? (import, true) : throw Errors.InvalidField("file", "EMPTY", "The file has no records.");
        }
        catch
        {
            await imports.RemoveAsync(import.Name);
            throw;
        }
    }

    private async Task<long> ReadAsync(string import, FileContent content, CancellationToken cancellation)
    {
        var number = 0L;
        foreach (var chunk in content.Rows.Chunk(Chunk))
        {
            var stored = new List<StoredRow>(chunk.Length);
            var names = new List<(string Key, string Record, string Label)>();
            foreach (var row in chunk)
            {
                var (name, problem) = RecordNames.Of(row);
                var kept = StoredRow.From(row, ++number, name);
                if (problem is { } wrong)
                {
                    var place = row.Places.Count > 0 ? row.Place : new CellPlace(row.Place) { Column = "name" };
                    kept.Read.Violations.Add(new RowViolation { Field = "name", Rule = wrong.Rule, Description = wrong.Description, Place = place });
                    kept.Row = kept.Read.Clone();
                }

                stored.Add(kept);
                if (row.Record is not null)
                {
                    // Which record an identifier of another system means is known when it is checked.
                    var called = RecordNames.IsIdentifier(row.Name) ? RecordNames.Beside(name, row.Name) : name;
                    names.AddRange(RecordNames.Called(row.Record).Select(text => (NameKey.Of(text), called, text)).DistinctBy(n => n.Item1));
                }
            }

            await rows.AddAsync(import, stored, names, cancellation);
        }

        return number;
    }
}

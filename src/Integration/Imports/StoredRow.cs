using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Files;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>A row of an import as it is kept.</summary>
internal sealed class StoredRow
{
    /// <summary>What callers see.</summary>
    public required ImportRow Row { get; set; }

    /// <summary>As it was understood when uploaded: where a new check begins.</summary>
    public required ImportRow Read { get; init; }

    /// <summary>Null when the file does not say what it is.</summary>
    public required MessageDescriptor? Type { get; init; }

    /// <summary>Name, id or identifier in the file; may be empty.</summary>
    public required string Given { get; init; }

    public required string Parent { get; init; }

    /// <summary>The record with references as printed.</summary>
    public required IMessage? Content { get; init; }

    /// <summary>The record as it would be written; null until it was checked.</summary>
    public IMessage? Target { get; set; }

    public required IReadOnlyDictionary<string, CellPlace> Places { get; init; }

    /// <summary>The record was made without some of its references and waits to be completed.</summary>
    public bool IsPart => Row is { Progress: RowProgress.Pending, VersionAfter: > 0 };

    public static StoredRow From(FileRow row, long number, string record)
    {
        var read = new ImportRow { Number = number, Place = row.Place, Record = record, Progress = RowProgress.Pending, Violations = { row.Violations }, Note = row.Note };
        return new StoredRow
        {
            Row = read.Clone(),
            Read = read,
            Type = row.Type,
            Given = row.Name,
            Parent = row.Parent,
            Content = row.Record,
            Places = row.Places,
        };
    }

    /// <summary>The cell that filled a field, or the nearest part of the row there is.</summary>
    public CellPlace PlaceOf(string field)
    {
        for (var path = field; path.Length > 0; path = path.LastIndexOfAny(['.', '[']) is var cut and > 0 ? path[..cut] : "")
        {
            if (Places.TryGetValue(path, out var place))
            {
                return place;
            }
        }

        // A message is filled by the cells of its parts.
        return Places.Where(p => field.Length > 0 && p.Key.StartsWith(field + ".", StringComparison.Ordinal)).Select(p => p.Value).FirstOrDefault()
            ?? (Row.Place.Sheet.Length == 0 || Places.Count == 0 ? new CellPlace(Row.Place) { Column = field } : Row.Place);
    }

    public void Refuse(string field, string rule, string description) =>
        Row.Violations.Add(new RowViolation { Field = field, Rule = rule, Description = description, Place = PlaceOf(field) });
}

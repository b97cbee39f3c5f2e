using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>One row per place in which a fact of a record was read.</summary>
internal static class FactSources
{
    public static IEnumerable<MartRow> Of(string type, IMessage message)
    {
        var record = MessageFields.Record(message);
        var item = 0;
        foreach (var source in record.Sources)
        {
            yield return Row(type, item++, source, source.FieldPath, FieldJson.Of(message, source.FieldPath), rival: false);
        }

        foreach (var claim in record.Claims)
        {
            yield return Row(type, item++, claim.Source ?? new FactSource(), claim.FieldPath, claim.ValueJson, rival: !claim.Preferred);
        }

        foreach (var evidence in record.Evidence.Where(e => e.Source is not null))
        {
            yield return Row(type, item++, evidence.Source, evidence.Source.FieldPath, JsonFormatter.Default.Format(evidence.Observed ?? new DateValue()), rival: false);
        }

        foreach (var source in message is Publication publication ? PublicationText.Of(publication) : [])
        {
            yield return Row(type, item++, source, source.FieldPath, FieldJson.Of(message, source.FieldPath), rival: false);
        }
    }

    /// <summary>Publications a record rests on.</summary>
    public static string[] Publications(Record record) =>
    [
        .. record.Sources.Concat(record.Claims.Select(c => c.Source)).Concat(record.Evidence.Select(e => e.Source))
            .Select(s => s?.Publication ?? "").Where(p => p.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Publications a field was read in: by the source nearest to it, else any source of the record.</summary>
    public static string[] Publications(Record record, string path)
    {
        var nearest = record.Sources.Where(s => s.FieldPath.Length == 0 || Covers(s.FieldPath, path)).GroupBy(s => s.FieldPath.Length).MaxBy(g => g.Key);
        return nearest is null ? Publications(record)
            : [.. nearest.Select(s => s.Publication).Where(p => p.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static bool Covers(string field, string path) =>
        path.StartsWith(field, StringComparison.Ordinal) && (path.Length == field.Length || path[field.Length] is '.' or '[');

    private static MartRow Row(string type, int item, FactSource source, string path, string value, bool rival) => new("fact_source",
        ("item", item),
        ("type", type),
        ("field_path", path),
        ("publication", source.Publication),
        ("paragraph", source.HasParagraph ? source.Paragraph : null),
        ("certainty", MessageFields.ShortEnum(source, "certainty")),
        ("ground", source.Ground),
        ("digest", source.Digest),
        ("value_json", value),
        ("rival", rival));
}

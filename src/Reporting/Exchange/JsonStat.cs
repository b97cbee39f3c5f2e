using System.Buffers;
using System.Globalization;
using System.Text.Json;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>
/// A report as a JSON-stat 2.0 dataset. Every number of every measure is a category of the dimension <c>measure</c>; a number
/// nobody knows has no value, and a sum in doubt has its words as status.
/// </summary>
internal static class JsonStat
{
    private const string Measure = "measure";
    private const string Unknown = "unknown";

    private static readonly List<ValueColumn> Numbers = [.. ValueColumns.All.Where(c => c.IsNumber)];

    /// <summary>The dataset as JSON in UTF-8.</summary>
    public static byte[] Write(IReadOnlyList<string> dimensions, IReadOnlyList<string> measures, SummarizeResponse answer)
    {
        List<Axis> axes = [
            .. dimensions.Select((d, i) => new Axis(d, answer.Rows.Select(r => (Id(r.Dimensions[i].Key), r.Dimensions[i].Label)))),
            new(Measure, measures.SelectMany(m => Numbers.Select(c => ($"{m}.{c.Name}", $"{m} {c.Name}")))),
        ];
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("version", "2.0");
            json.WriteString("class", "dataset");
            Texts(json, "note", Notes(answer));
            Texts(json, "id", axes.Select(a => a.Name));
            json.WriteStartArray("size");
            axes.ForEach(a => json.WriteNumberValue(a.Index.Count));
            json.WriteEndArray();
            json.WriteStartObject("role");
            Texts(json, "metric", [Measure]);
            json.WriteEndObject();
            json.WriteStartObject("dimension");
            axes.ForEach(a => a.Write(json));
            json.WriteEndObject();
            Cells(json, "value", answer, axes, (column, value) => column.Read(value) is { } number ? Convert.ToDecimal(number, CultureInfo.InvariantCulture) : null);
            Cells(json, "status", answer, axes, (column, value) => column.Name == "sum.value" ? Doubt(value.Sum) : null);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Cells(Utf8JsonWriter json, string property, SummarizeResponse answer, List<Axis> axes, Func<ValueColumn, MeasureValue, object?> cell)
    {
        json.WriteStartObject(property);
        foreach (var row in answer.Rows)
        {
            var at = row.Dimensions.Select((d, i) => (Index: (long)axes[i].Index[Id(d.Key)], Size: axes[i].Index.Count)).Aggregate(0L, (sum, d) => checked((sum * d.Size) + d.Index));
            foreach (var (m, value) in row.Values.Index())
            {
                foreach (var (n, column) in Numbers.Index())
                {
                    var place = checked((at * axes[^1].Index.Count) + (m * Numbers.Count) + n).ToString(CultureInfo.InvariantCulture);
                    switch (cell(column, value))
                    {
                        case decimal number:
                            json.WriteNumber(place, number);
                            break;
                        case string text:
                            json.WriteString(place, text);
                            break;
                    }
                }
            }
        }

        json.WriteEndObject();
    }

    private static string? Doubt(CountSum? sum) => sum is null || (sum.Qualifier == Qualifier.Exact && sum.UnknownTerms == 0) ? null : sum.Text;

    private static IEnumerable<string> Notes(SummarizeResponse answer) =>
    [
        .. answer.Warnings.Select(w => w.Message),
        .. answer.LeftOut > 0 ? [$"{answer.LeftOut} records the reader may not see are left out of every number."] : Array.Empty<string>(),
    ];

    private static void Texts(Utf8JsonWriter json, string property, IEnumerable<string> texts)
    {
        json.WriteStartArray(property);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string Id(string key) => key.Length == 0 ? Unknown : key;

    /// <summary>A dimension with its categories in the order they appear.</summary>
    private sealed class Axis
    {
        private readonly List<(string Id, string Label)> categories;

        public Axis(string name, IEnumerable<(string Id, string Label)> all)
        {
            Name = name;
            categories = [.. all.DistinctBy(c => c.Id, StringComparer.Ordinal)];
            Index = categories.Index().ToDictionary(c => c.Item.Id, c => c.Index, StringComparer.Ordinal);
        }

        public string Name { get; }

        public Dictionary<string, int> Index { get; }

        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject(Name);
            json.WriteStartObject("category");
            Texts(json, "index", categories.Select(c => c.Id));
            json.WriteStartObject("label");
            categories.ForEach(c => json.WriteString(c.Id, c.Label));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}

using System.Text;
using System.Text.Json;
using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.IntegrationService.Files;

/// <summary>One record per line, <c>{"name": …, "body": {…}}</c>, whole records of any type; or one document with an array `records` of such.</summary>
internal static class JsonFileReader
{
    private static readonly JsonDocumentOptions Loose = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static FileContent OpenLines(byte[] file) => new("", ["*"], Lines(file));

    public static FileContent OpenDocument(byte[] file)
    {
        try
        {
            var document = JsonDocument.Parse(file, Loose);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array)
            {
                throw Errors.Malformed("The document has no array `records`.");
            }

            return new FileContent("", ["*"], records.EnumerateArray().Select((r, i) => Row(r, i + 1)));
        }
        catch (JsonException e)
        {
            throw Errors.Malformed($"The file is not JSON: line {e.LineNumber + 1}.");
        }
    }

    private static IEnumerable<FileRow> Lines(byte[] file)
    {
        using var reader = new StreamReader(new MemoryStream(file), Encoding.UTF8);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Trim().Length > 0)
            {
                yield return Line(text, line);
            }
        }
    }

    private static FileRow Line(string text, int line)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Loose);
            return Row(document.RootElement, line);
        }
        catch (JsonException)
        {
            return Bad(new CellPlace { Row = line }, "", "JSON", "The line is not a JSON object.");
        }
    }

    private static FileRow Row(JsonElement line, int number)
    {
        var place = new CellPlace { Sheet = Text(line, "from"), Row = number };
        var name = Text(line, "name");
        if (TypeOf(line, name) is not { } type)
        {
            return Bad(place, name, "RESOURCE_TYPE", "The line needs a full `name`, or a `type` such as egov.activities.v1.Engagement.");
        }

        if (!line.TryGetProperty("body", out var body) || body.ValueKind != JsonValueKind.Object)
        {
            return Bad(place, name, "REQUIRED", "The line needs a `body`.");
        }

        try
        {
            var record = JsonParser.Default.Parse(body.GetRawText(), type);
            var violations = Unfillable(record, place);

            // What must not be kept is dropped before anything is stored.
            return new FileRow(type, name, Text(line, "parent"), violations.Count > 0 ? type.Parser.ParseFrom(ByteString.Empty) : record, violations, place, new Dictionary<string, CellPlace>(StringComparer.Ordinal));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            return Bad(place, name, "BODY", "The body does not fit its type" + Why(type, e)) with { Type = type };
        }
    }

    // The parser repeats what it read, which may be private.
    private static string Why(MessageDescriptor type, Exception e) =>
        type.Fields.InDeclarationOrder().Any(Fields.IsPersonal) ? "." : ": " + (e.Message.Length > 200 ? e.Message[..200] : e.Message);

    private static List<RowViolation> Unfillable(IMessage record, CellPlace place) =>
    [
        .. record.Descriptor.Fields.InDeclarationOrder()
            .Where(f => Fields.IsPersonal(f) && f.Accessor.GetValue(record) is IMessage)
            .Select(f => new RowViolation { Field = f.Name, Rule = "PERSONAL_FIELD", Description = $"'{f.Name}' holds personal data, which enters only through the service that owns it.", Place = At(place, f.Name) }),
    ];

    private static MessageDescriptor? TypeOf(JsonElement line, string name) =>
        ResourceCatalog.Find(name)?.Descriptor
        ?? ResourceCatalog.All.FirstOrDefault(e => e.Descriptor.FullName == Text(line, "type"))?.Descriptor
        ?? Groups.All.GetValueOrDefault(name.Split('/') is [.., var group, _] ? group : "")?.Descriptor;

    private static FileRow Bad(CellPlace place, string name, string rule, string description) =>
        new(null, name, "", null, [new RowViolation { Rule = rule, Description = description, Place = place }], place, new Dictionary<string, CellPlace>(StringComparer.Ordinal));

    private static CellPlace At(CellPlace place, string column) => new(place) { Column = column };

    private static string Text(JsonElement line, string field) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

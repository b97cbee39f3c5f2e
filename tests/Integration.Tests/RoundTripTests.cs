using System.Text.Json;
using EGovPlatform.IntegrationService.Files;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.IntegrationService.Templates;
using EGovPlatform.Resources;
using Google.Protobuf;

namespace EGovPlatform.Integration.Tests;

/// <summary>What a file is filled with is what is read from it, for every record of the notices.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var group in Records().Select(r => Groups.Of(ResourceCatalog.Of(r.Descriptor))).Distinct(StringComparer.Ordinal))
        {
            cases.Add(group, "xlsx");
            cases.Add(group, "csv");
            cases.Add(group, "jsonl");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_filled_file_holds_whole_records(string group, string format)
    {
        var entry = Groups.All[group];
        var records = Records().Where(r => r.Descriptor == entry.Descriptor).ToList();
        var file = format switch
        {
            "xlsx" => WorkbookWriter.Write(entry, records),
            "csv" => TextTemplates.Csv(entry, records),
            _ => TextTemplates.JsonLines(entry, records),
        };
        var content = FileReader.Open(file, $"{group}.{format}", "", "");
        var rows = content.Rows.ToList();
        Assert.Equal(records.Count, rows.Count);
        foreach (var (record, row) in records.Zip(rows))
        {
            Assert.Empty(row.Violations);
            Assert.Equal(record.Descriptor.FindFieldByNumber(1).Accessor.GetValue(record), row.Name);
            record.Descriptor.FindFieldByNumber(1).Accessor.Clear(record);
            Assert.Equal(JsonFormatter.Default.Format(record), JsonFormatter.Default.Format(row.Record!));
        }
    }

    [Fact]
    public void Every_group_has_a_template_that_can_be_read_back()
    {
        foreach (var entry in Groups.All.Values)
        {
            var workbook = FileReader.Open(WorkbookWriter.Write(entry, []), "x.xlsx", "", "");
            Assert.Equal(Groups.Of(entry), workbook.Group);
            Assert.Empty(workbook.Rows);
            Assert.Empty(FileReader.Open(TextTemplates.Csv(entry, []), "x.csv", "", Groups.Of(entry)).Rows);
        }
    }

    internal static List<IMessage> Records() =>
    [
        .. from file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "notices"), "*.json").Order(StringComparer.Ordinal)
           from record in JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("records").EnumerateArray().ToList()
           select Read(record),
    ];

    private static IMessage Read(JsonElement line)
    {
        var name = line.GetProperty("name").GetString()!;
        var record = JsonParser.Default.Parse(line.GetProperty("body").GetRawText(), ResourceCatalog.Find(name)!.Descriptor);
        record.Descriptor.FindFieldByNumber(1).Accessor.SetValue(record, name);
        return record;
    }
}

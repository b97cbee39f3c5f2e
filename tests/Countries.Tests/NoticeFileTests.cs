using System.Text.Json;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Countries.Tests;

/// <summary>The notice files are right by themselves, whichever service owns a record.</summary>
public sealed class NoticeFileTests
{
    private static readonly string[] Files = ["common.json", "s1-idb-training.json", "s2-latin-america-caravan.json"];

    private static readonly TypeRegistry Types = TypeRegistry.FromMessages(ResourceCatalog.All.Select(e => e.Descriptor));

    [Fact]
    public void Every_record_parses_strictly_and_holds_valid_values() => Assert.All(Read(), r =>
    {
        Assert.True(ResourceCatalog.Of(r.Message.Descriptor).Pattern.Matches(r.Name), r.Name);
        ValueNormalizer.Normalize(r.Message);
        Assert.Empty(ValueValidator.Validate(r.Message).Select(v => $"{r.Name} {v.FieldPath} {v.Rule}"));
    });

    [Fact]
    public void Names_are_unique() => Assert.Distinct(Read().Select(r => r.Name));

    [Fact]
    public void Every_source_names_a_field_and_carries_the_digest_of_its_paragraph()
    {
        var all = Read().ToList();
        var digests = all.Where(r => r.Message is Publication)
            .SelectMany(r => ((Publication)r.Message).Paragraphs, (r, p) => (Key: (r.Name, p.Number), p.Digest))
            .ToDictionary(p => p.Key, p => p.Digest);
        Assert.Equal(20, digests.Count);
        foreach (var (name, message) in all)
        {
            var record = RecordOf(message);
            Assert.NotEmpty(record.Sources);
            Assert.True(record.Historical, name);
            foreach (var source in record.Sources.Concat(record.Claims.Select(c => c.Source)).Concat(record.Evidence.Select(e => e.Source)))
            {
                Assert.True(FieldPaths.Exists(message.Descriptor, source.FieldPath), $"{name} {source.FieldPath}");
                Assert.Equal(digests[(source.Publication, source.Paragraph)], source.Digest);
                Assert.True(source.Certainty != Common.V1.Certainty.Inferred || source.Ground.Length > 0, $"{name} {source.FieldPath}: an inference has a ground");
            }
        }
    }

    private static Record RecordOf(IMessage message) => (Record)message.Descriptor.FindFieldByNumber(6).Accessor.GetValue(message);

    private static IEnumerable<(string Name, IMessage Message)> Read()
    {
        foreach (var file in Files)
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "notices", file)));
            foreach (var record in json.RootElement.GetProperty("records").EnumerateArray())
            {
                var type = Types.Find(record.GetProperty("type").GetString());
                Assert.NotNull(type);
                yield return (record.GetProperty("name").GetString()!, JsonParser.Default.Parse(record.GetProperty("body").GetRawText(), type));
            }
        }
    }
}

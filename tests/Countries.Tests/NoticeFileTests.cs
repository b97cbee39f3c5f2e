using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.Countries.Tests;

/// <summary>The notice files are right by themselves, whichever service owns a record.</summary>
public sealed class NoticeFileTests
{
    [Fact]
    public void Every_record_parses_strictly_and_holds_valid_values() => Assert.All(SampleFiles.Read("notices"), r =>
    {
        Assert.True(ResourceCatalog.Of(r.Message.Descriptor).Pattern.Matches(r.Name), r.Name);
        ValueNormalizer.Normalize(r.Message);
        Assert.Empty(ValueValidator.Validate(r.Message).Select(v => $"{r.Name} {v.FieldPath} {v.Rule}"));
    });

    [Fact]
    public void Names_are_unique() => Assert.Distinct(SampleFiles.Read("notices").Select(r => r.Name));

    [Fact]
    public void Names_that_are_checked_point_backwards()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in SampleFiles.Read("notices"))
        {
            known.Add(record.Name);
            Assert.Empty(SampleFiles.References(record.Message).Where(n => !n.StartsWith("countries/", StringComparison.Ordinal) && !known.Contains(n)).Select(n => $"{record.Name}: {n}"));
        }
    }

    [Fact]
    public void Every_source_names_a_field_and_carries_the_digest_of_its_paragraph()
    {
        var all = SampleFiles.Read("notices");
        var digests = all.Where(r => r.Message is Publication)
            .SelectMany(r => ((Publication)r.Message).Paragraphs, (r, p) => (Key: (r.Name, p.Number), p.Digest))
            .ToDictionary(p => p.Key, p => p.Digest);
        Assert.Equal(46, digests.Count);
        foreach (var (name, message, record) in all.Select(r => (r.Name, r.Message, r.Record)))
        {
            Assert.NotEmpty(record.Sources);
            Assert.True(record.Historical, name);
            foreach (var source in record.Sources.Concat(record.Claims.Select(c => c.Source)).Concat(record.Evidence.Select(e => e.Source)))
            {
                Assert.True(source.FieldPath.Length == 0 || FieldPath.TryFollow(message, source.FieldPath, out _, out _), $"{name} {source.FieldPath}");
                Assert.Equal(digests[(source.Publication, source.Paragraph)], source.Digest);
                Assert.True(source.Certainty == Certainty.Stated || source.Ground.Length > 0, $"{name} {source.FieldPath}: what is not stated has a ground");
            }
        }
    }

    [Fact]
    public void Records_of_one_notice_name_it() => Assert.All(SampleFiles.Read("notices").Where(r => r.File != "common.json"), r =>
        Assert.Single(r.Record.Sources.Select(s => s.Publication).Distinct()));
}

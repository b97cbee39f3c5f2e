using System.Text.Json;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Warnings;

/// <summary>What a delegation is said to have been about, by publication: told of the whole, or of its engagements.</summary>
internal static class TopicsOfDelegations
{
    private sealed record Topic(string Publication, string Text, string Record);

    /// <summary>Rows of type, body and the delegation an engagement belongs to.</summary>
    public static IEnumerable<FoundWarning> Compare(List<Hit> rows)
    {
        var engagements = rows.Where(r => r.Text(2) == "Engagement").ToLookup(r => r.Text(4), StringComparer.Ordinal);
        foreach (var row in rows.Where(r => r.Text(2) == "Delegation"))
        {
            var delegation = Delegation.Parser.ParseFrom(row.Bytes(3));
            var whole = Told(row.Name, delegation.Record, delegation.Topics).Concat(Claimed(row.Name, delegation.Record)).ToList();
            var parts = engagements[row.Name].SelectMany(e => Engagement.Parser.ParseFrom(e.Bytes(3)) is var one ? Told(e.Name, one.Record, one.Topics) : []).ToList();
            foreach (var told in whole.GroupBy(t => t.Publication, StringComparer.Ordinal))
            {
                var others = whole.Concat(parts).Where(t => t.Publication != told.Key).ToList();
                var known = others.Select(t => NameKey.Of(t.Text)).ToHashSet(StringComparer.Ordinal);
                var only = told.Where(t => !known.Contains(NameKey.Of(t.Text))).Select(t => t.Text).Distinct(StringComparer.Ordinal).ToList();
                if (others.Count > 0 && only.Count > 0)
                {
                    yield return new FoundWarning(row.Name, "TOPICS_DIFFER", "topics",
                        $"Only {told.Key} gives {string.Join(", ", only)}; {string.Join(", ", others.Select(o => o.Publication).Distinct(StringComparer.Ordinal))} gives {string.Join(", ", others.Select(o => o.Text).Distinct(StringComparer.Ordinal))}.",
                        [.. others.Select(o => o.Record).Where(r => r != row.Name).Distinct(StringComparer.Ordinal)]);
                }
            }
        }
    }

    private static IEnumerable<Topic> Told(string name, Record? record, IEnumerable<string> topics) =>
        from topic in topics
        from publication in FactSources.Publications(record ?? new Record(), "topics")
        select new Topic(publication, topic, name);

    private static IEnumerable<Topic> Claimed(string name, Record? record) =>
        from claim in record?.Claims ?? []
        where claim.FieldPath == "topics" && !claim.Preferred && claim.Source?.Publication.Length > 0
        from topic in JsonSerializer.Deserialize<string[]>(claim.ValueJson) ?? []
        select new Topic(claim.Source.Publication, topic, name);
}
